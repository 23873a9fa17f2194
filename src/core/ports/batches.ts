/** What a chat may ask of the engine about several jobs of one request. */
import type { Quote } from '../credits/quote.ts';
import type { BatchCommand, BatchItem } from '../domain/asked/batch.ts';
import type { Command, Paid, Person } from '../domain/command.ts';
import type { Job } from '../domain/job.ts';
import type { View } from '../view/view.ts';

/** One of several, before its file is there. */
export type BatchRun = Pick<Command, 'model' | 'settings'>;

export type BatchRequests = {
  /** As `check`, of all together: `asks` where their sum is high, or not all of them can be paid. @throws Failure */
  checkBatch(asked: Person & Paid & { key?: string }, runs: readonly BatchRun[]): Promise<{ asks: boolean }>;
  /**
   * As `request`, for several at once: one price, or jobs of one batch, of which the one is answered that has the card. What
   * cannot be one stands on the card with its reason.
   * @throws Failure where nothing comes of any of them, as the first was refused; then no file is left
   */
  requestBatch(command: BatchCommand): Promise<{ job: Job } | { quote: Quote }>;
  /** As it was asked for, and the jobs that came of it, in order. Undefined where it is not known, or no longer. */
  batch(id: string): Promise<{ items: readonly BatchItem[]; jobs: readonly Job[] } | undefined>;
  /** What a job's card says: of several that have one, all of them. */
  card(job: Job): Promise<View>;
};
