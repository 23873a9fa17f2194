/** A quote as the store keeps it. */
import type { Settings } from '../../../models/model.ts';
import type { Command } from '../command.ts';
import type { BatchAsked } from './batch.ts';
import type { Recipe } from './recipe.ts';
import type { Taste } from './taste.ts';

/** `first`: only so many seconds of the beginning. */
export type Variant = { model: string; settings: Settings; price: number; first?: number };

/** One order of its steps, with what the person set in each. */
export type Order = { steps: readonly (Variant & { given: Settings })[] };

/** What is kept of its price: the order that was asked for, and those that give the same for less. */
export type RecipeQuote = Recipe & {
  orders: readonly Order[];
  /** How many steps are done already. */
  done: number;
};

/** What is kept of a quote, for as long as its buttons may be pressed. */
export type QuoteRecord = {
  command: Command;
  /** What each button runs: the quote itself first, then its variants. */
  choices: Variant[];
  until: number;
  /** All that is asked for at once, where that is several; its command has no source then, and each choice is one's. */
  batch?: readonly BatchAsked[];
  /** Of several that are ways to do one thing. */
  taste?: Taste | undefined;
  /** Of several steps, one after the other. */
  recipe?: RecipeQuote | undefined;
  /** Its file is kept for whoever pays for it together. */
  held?: true;
  /** The job it became; of several the one that has the card. */
  job?: string;
};
