/** What a chat may ask of the pot of a scope, and of what several people pay for together. */
import type { Person } from '../domain/command.ts';
import type { Job, Json } from '../domain/job.ts';
import type { PotRules } from '../domain/pots/pot.ts';
import type { Purchase, PurchaseKind } from '../domain/pots/purchase.ts';
import type { PotStatement } from '../store/ledger/pots/pot.ts';

export type PurchaseService = {
  pot(person: Pick<Person, 'scope'>): Promise<PotStatement>;
  /** As typed; out of one's own credits, once for each key. @throws Failure amount-wrong, blocked, credits-short, daily-cap, too-often */
  give(person: Person, it: { amount: string; key: string }): Promise<number>;
  /** As typed; what is left out stays. @throws Failure not-admin, amount-wrong, approvals-wrong */
  setRules(
    admin: Person,
    it: { most?: string | undefined; approvals?: string | undefined },
  ): Promise<PotRules>;
  /** Whether the pot would pay this, at once or after so many have agreed; undefined where it would not. */
  wouldPay(person: Pick<Person, 'scope'>, price: number): Promise<PotRules | undefined>;
  /** What a quote of theirs costs. @throws Failure quote-gone, not-yours */
  priceOf(quote: string, person: Person): Promise<number>;
  /**
   * Opens it for a quote; a second time it is the same. `isNew`: by this.
   * @param by.turn what it takes to post its card: JSON that only its platform reads
   * @throws Failure quote-gone, not-yours, purchase-over, or why the pot does not pay
   */
  open(
    kind: PurchaseKind,
    quote: string,
    by: { person: Person; turn: Json },
  ): Promise<{ purchase: Purchase; isNew: boolean }>;
  /** Undefined where there is none in the person's scope. */
  read(id: string, person?: Pick<Person, 'platform' | 'scope'>): Promise<Purchase | undefined>;
  /** Where its card stands. */
  at(id: string, place: Json): Promise<void>;
  /** Whoever shows it takes turns, in all processes. @returns what ends it; undefined where somebody is at it */
  turn(id: string): Promise<(() => Promise<void>) | undefined>;
  /** This version can be seen there. */
  shown(id: string, version: number): Promise<void>;
  /**
   * At most as much as is missing, once for each key. @returns what was taken
   * @throws Failure purchase-over, blocked, credits-short, daily-cap, too-often
   */
  pledge(id: string, person: Person, it: { amount: number; key: string }): Promise<number>;
  /** All of one's own. @returns what came back @throws Failure purchase-over */
  withdraw(id: string, person: Person, key: string): Promise<number>;
  /** @returns false where they had agreed before @throws Failure purchase-over, approve-own, blocked */
  approve(id: string, person: Person): Promise<boolean>;
  /** Everything goes back. @throws Failure purchase-over */
  end(id: string, why: 'stopped' | 'declined'): Promise<void>;
  /**
   * Makes the job of one that is full, or ends it where that cannot be.
   * @param at the id that its job is to have, and where that is shown. @returns undefined where there is none
   */
  run(id: string, at: { id: string; address: Json }): Promise<Job | undefined>;
};
