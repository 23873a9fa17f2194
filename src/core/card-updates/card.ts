/** What this process knows of a card whose edits are limited. */
import type { Job } from '../domain/job.ts';
import type { Shown } from './card-diff.ts';

export type Card = {
  /** Undefined as long as nobody has shown it, as far as is known here. */
  shown?: Shown;
  /** When its last edit was answered. */
  editedAt: number;
  /** Its job went on while an edit from here was on its way, which may have landed on top of another process'. */
  raced: boolean;
  /** Its end must be shown, although the step that waited for it has gone. */
  owed: boolean;
  /** The address at which it can no longer be edited. */
  closedAt?: string;
};

export const addressOf = (job: Job) => JSON.stringify(job.address);

/** Whoever claimed it shows it just now. @param now of the process, in ms */
export const shownElsewhere = (card: Card, shown: Shown, now: number) =>
  Object.assign(card, { shown: { ...shown, print: undefined }, editedAt: now });
