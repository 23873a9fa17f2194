/** Sends an edit that has room, and notes on the card what came of it. */
import { Failure } from '../domain/failure.ts';
import { isOver, type Job } from '../domain/job.ts';
import type { EditLimits } from '../ports/edit-limits.ts';
import type { Store } from '../store/store.ts';
import type { View } from '../view/view.ts';
import { addressOf, type Card } from './card.ts';
import { type Shown, shownOf } from './card-diff.ts';
import type { EditQueue } from './edit-queue.ts';
import type { RateLimited } from './live-cards.ts';
import type { Slot } from './slot.ts';
import type { Time } from './time.ts';

/** For how many ms a platform wants silence, if the error says so in `retryAfterMs`. */
export function restAfter(error: unknown): number | undefined {
  const ms = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : undefined;
  return typeof ms === 'number' ? ms : undefined;
}

export function createSendEdit(context: {
  store: Pick<Store, 'read'>;
  viewOf: (job: Job) => Promise<View>;
  time: Time;
  editQueue: EditQueue;
}) {
  const { store, viewOf, time, editQueue } = context;

  /** @throws what the platform throws; the slot is used all the same. */
  return async (
    card: Card,
    job: Job,
    by: { platform: RateLimited; editLimits: EditLimits; slot: Slot },
  ): Promise<void> => {
    let now: Shown | undefined;
    try {
      const view = await viewOf(job);
      now = shownOf(view, job.address, by.editLimits.frame);
      await by.platform.show(job.address, view);
      Object.assign(card, { shown: now, owed: false, raced: false });
    } catch (error) {
      const ms = restAfter(error);
      if (ms !== undefined) editQueue.rest(by.editLimits.lane, ms);
      // An end is its step's: the step is told each time.
      if (error instanceof Failure && !isOver(job.state))
        Object.assign(card, { shown: now, closedAt: addressOf(job) });
      throw error;
    } finally {
      card.editedAt = time.now();
      by.slot.used(card.editedAt);
      // In the same turn, before anybody forgets the card of a job that is over. What failed may have landed, too.
      const after = await store.read(job.id).catch(() => undefined);
      card.raced ||= after !== undefined && after.version > job.version;
    }
  };
}
