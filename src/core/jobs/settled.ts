/** Waiting for the end of a job, in whatever process that comes. */
import { withResolvers } from '../../async/with-resolvers.ts';
import { isOver, type Job } from '../domain/job.ts';
import type { Store } from '../store/store.ts';

type Followed = Pick<Store, 'read' | 'onChange'>;

/** As `Requests.settled`. */
export async function settled(store: Followed, id: string, signal?: AbortSignal): Promise<Job> {
  for (;;) {
    const job = await store.read(id);
    if (!job) throw new Error(`there is no job ${id}`);
    if (isOver(job.state) && job.notified) return job;
    signal?.throwIfAborted();
    await changeOf(store, id, signal);
  }
}

/** Until the job changes, or half a second: a message may be missed while Redis is away. */
async function changeOf(store: Followed, id: string, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = withResolvers();
  const stop = await store.onChange((changed) => changed === id && resolve());
  const timer = setTimeout(resolve, 500);
  signal?.addEventListener('abort', resolve, { once: true });
  await promise;
  clearTimeout(timer);
  stop();
  signal?.removeEventListener('abort', resolve);
}
