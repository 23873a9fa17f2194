/** Records as changes that were made here left them, so that a card that follows need not read what was just written. */
import type { Job } from '../../domain/job.ts';
import type { Store } from '../store.ts';

export type KnownRecords = {
  /** A job has changed. @param job as it is then, where the change was made here */
  changed(id: string, job: Job | undefined): void;
  /** The job as it is. */
  latest(id: string): Promise<Job | undefined>;
  /** Runs an edit, which may move its card to another place: what came before it ended does not know where. */
  reading<T>(id: string, edit: () => Promise<T>): Promise<T>;
};

export function createKnownRecords(store: Pick<Store, 'read'>): KnownRecords {
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
    reading: (id, edit) => edit().finally(() => known.delete(id)),
  };
}
