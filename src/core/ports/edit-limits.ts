/** How often a chat lets its messages be edited: what a platform says, and the edits of cards keep to. */
/**
 * What an edit is for, the most urgent first. `state`: another state, or what cancelling costs; `news`: what else is to be
 * seen at once, such as the place in line.
 */
export const purposes = ['end', 'state', 'news', 'progress'] as const;
export type Purpose = (typeof purposes)[number];

export type Budget = {
  /** Edits that name the same budget share it. */
  name: string;
  /** In any so many ms, from the answer to one edit on; */
  perMs: number;
  /** an edit for this purpose goes while fewer than so many have gone: each leaves room for what is more urgent. */
  most: Readonly<Record<Purpose, number>>;
  /** Counted over all processes on one Redis, and over restarts; without Redis each keeps to it by itself. */
  shared?: boolean;
};

/** How often one card may be edited. */
export type EditLimits = {
  /** The cards that rest together after a refusal, and are counted together. */
  lane: string;
  /** All that limits an edit; none: no limit. */
  budgets: readonly Budget[];
  /** Between two edits of this card, in ms; what a job's step waits for, such as its end, is shown without. */
  spacingMs: number;
  /** From one edit to the next that shows only progress, in ms; undefined: it shows changes of state alone. */
  progressMs: number | undefined;
  /** What else of the card depends on the time, such as that it soon cannot be edited: another one is shown as progress. */
  frame?: string;
  /**
   * `View.news` of the card as it was posted, `''` where that was less than a card: it needs no edit to say that once more,
   * and its first edit waits as any does.
   */
  posted?: string;
};
