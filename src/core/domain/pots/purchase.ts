/** What several people pay for together (`chip`), or the pot of a scope after so many have agreed (`pot`). */
import type { QuoteRecord, Variant } from '../asked/quote.ts';
import type { Command } from '../command.ts';
import type { FailureRecord } from '../failure.ts';
import type { Json } from '../job.ts';
import { chipAccount, potAccount } from './pot.ts';

export type PurchaseKind = 'chip' | 'pot';

/** ms. Then everything goes back. */
export const purchaseLifeMs = 24 * 3_600_000;

/** As it was asked for. Amounts in thousandths of a credit, times in ms since 1970. */
export type PurchaseAsked = {
  kind: PurchaseKind;
  /** Of the quote: it is run under its name, so that one job comes of both. */
  quote: string;
  price: number;
  until: number;
  /** By so many others than the asker. */
  needed: number;
  command: Command;
  /** What is made; of several the first. */
  choice: Variant;
  /** Several at once: the steps of a recipe, or all files of an album or ways of a taste. */
  several?: Pick<QuoteRecord, 'choices' | 'batch' | 'taste' | 'recipe'> | undefined;
  /** What is made, and how long it takes, as people read it. */
  title: string;
  wait: string | undefined;
  /** What it takes to post its card: JSON that only its platform reads. */
  turn: Json;
};

/** `stopped`: by whoever may; `declined`: by an admin. */
export type WhyOver = FailureRecord | 'stopped' | 'declined' | 'lapsed';

export type Pledge = { person: string; amount: number };

/**
 * `open`: it is collected for. `funded`: all is there, its job is to be made. `made`: its job is on its way, or what it left
 * over is not shared out yet.
 */
export type Purchase = PurchaseAsked & {
  id: string;
  state: 'open' | 'funded' | 'made' | 'over';
  /** The first first. */
  pledges: readonly Pledge[];
  pledged: number;
  approvals: readonly string[];
  job: string | undefined;
  /** Why no job was made. */
  why: WhyOver | undefined;
  /** What went back to those who had pledged; undefined before that. */
  back: number | undefined;
  /** Where all see it. */
  place: Json | undefined;
  version: number;
  /** The version that can be seen there. */
  shown: number;
};

/** Names of the files that it is to be made of, as far as they are kept here. */
export const filesOf = ({ command, several }: Pick<Purchase, 'command' | 'several'>): string[] =>
  [command, ...(several?.batch ?? [])].flatMap(({ source }) =>
    source?.kind === 'stored' ? [source.name] : [],
  );

export const payerOf = ({ kind, id }: Pick<Purchase, 'kind' | 'id'>): string =>
  kind === 'pot' ? potAccount : chipAccount(id);

/** The chip-in whose account it is. */
export const chipOf = (payer: string | undefined): string | undefined =>
  payer?.startsWith(chipAccount('')) ? payer.slice(chipAccount('').length) : undefined;

/**
 * What each gets of what is left over: in proportion to what they gave, exactly as much together, and nobody more than that.
 * Whoever has lost the largest part of a thousandth to rounding gets it first.
 */
export function sharesOf(pledges: readonly Pledge[], left: number): number[] {
  const total = BigInt(pledges.reduce((sum, { amount }) => sum + amount, 0));
  if (total === 0n) return pledges.map(() => 0);
  const exact = pledges.map(({ amount }, index) => {
    const product = BigInt(amount) * BigInt(left);
    return { index, whole: Number(product / total), rest: product % total };
  });
  const missing = left - exact.reduce((sum, { whole }) => sum + whole, 0);
  const first = exact.toSorted((one, other) => (other.rest > one.rest ? 1 : other.rest < one.rest ? -1 : 0));
  const more = new Set(first.slice(0, missing).map(({ index }) => index));
  return exact.map(({ whole, index }) => whole + (more.has(index) ? 1 : 0));
}
