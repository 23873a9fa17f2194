/** What can be done with what several people, or the pot, pay for. */
import type { Json } from '../../../domain/job.ts';
import type { Purchase, PurchaseAsked, WhyOver } from '../../../domain/pots/purchase.ts';
import type { Owner } from '../account.ts';
import type { Paying, Pledged, Short } from './answers.ts';
import type { Turns } from './turns.ts';

export type Purchases = {
  /** False where the same was opened before. @param funded nobody is waited for */
  open(id: string, asked: PurchaseAsked, funded: boolean): Promise<boolean>;
  read(id: string): Promise<Purchase | undefined>;
  /** At most as much as is missing. */
  pledge(id: string, person: string, it: Paying): Promise<Pledged>;
  /** All that the person pledged. */
  withdraw(id: string, person: string, key: string): Promise<Exclude<Pledged, Short>>;
  /** `known`: they had agreed before. */
  approve(id: string, person: string): Promise<'made' | 'known' | 'closed'>;
  /** Everything goes back. False where it is over already, or its job is made. @param due only where its time is over */
  end(id: string, why: WhyOver, due?: true): Promise<boolean>;
  made(id: string, job: string): Promise<void>;
  /** What its job has left over goes back; does nothing while something is held for that. */
  share(id: string): Promise<boolean>;
  /** Into the pot of a scope, once for each key. */
  give(owner: Owner, it: Paying): Promise<'made' | 'known' | 'changed' | Short>;
  at(id: string, place: Json): Promise<void>;
  /** This version can be seen. */
  show(id: string, version: number): Promise<void>;
  turn: Turns;
  /** Ids of all that may be looked at, or that are to be by then. */
  due(now?: number): Promise<string[]>;
  /**
   * What was seen in this version is looked at again at this time; never, and forgotten in a while, when left out. If it has
   * changed since then nothing is put off.
   */
  later(seen: Pick<Purchase, 'id' | 'version'>, at?: number): Promise<void>;
  /** There is no record of it any more. */
  forget(id: string): Promise<void>;
};
