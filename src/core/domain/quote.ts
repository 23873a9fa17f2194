/** A quote as the store keeps it. */
import type { Settings } from '../../models/model.ts';
import type { Command } from './command.ts';

export type Variant = { model: string; settings: Settings; price: number };

/** What is kept of a quote, for as long as its buttons may be pressed. */
export type QuoteRecord = {
  command: Command;
  /** What each button runs: the quote itself first, then its variants. */
  choices: Variant[];
  until: number;
  /** The job it became. */
  job?: string;
};
