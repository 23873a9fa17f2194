/** Records as changes that were made here left them, so that a card that follows need not read what was just written. */
import { createKeyedQueue } from '../../../async/keyed-queue.ts';
import type { Job } from '../../domain/job.ts';
import type { Records } from './records.ts';

export type KnownRecords = {
  /** A job has changed. @param job as it is then, where the change was made here */
  changed(id: string, job: Job | undefined): void;
  /** The job as it is. */
  latest(id: string): Promise<Job | undefined>;
  /**
   * Edits of one card do not overlap. One may move its card to another place: what came before it ended does not know where.
   */
  edit<T>(id: string, edit: () => Promise<T>): Promise<T>;
  /** Resolves when all edits that were begun are over. */
  idle(): Promise<void>;
};

export function createKnownRecords(store: Pick<Records, 'read'>): KnownRecords {
  const queues = createKeyedQueue();
  const known = new Map<string, Job>();
  return {
    changed(id, job) {
      if (job) known.set(id, job);
      // What another process changed is newer.
      else known.delete(id);
    },
    async latest(id) {
      const job = known.get(id);
      known.delete(id);
      return job ?? store.read(id);
    },
    edit: (id, edit) => queues.run(id, () => edit().finally(() => known.delete(id))),
    idle: queues.idle,
  };
}
