/** Where a job stands in the queue, for the one who waits. */
import { findModel } from '../../models/index.ts';
import type { Job } from '../domain/job.ts';
import { usual } from '../view/progress.ts';
import type { Waiting } from '../view/view.ts';
import { type Context, runName } from './context.ts';
import { waiting } from './fair-queue.ts';

/** Where a job stands in the queue now; undefined when it is not in it. */
export async function waitingOf(context: Context, job: Job): Promise<Waiting | undefined> {
  if (job.state !== 'queued') return undefined;
  const { store, jobsAtProvider, lab } = context;
  const queue = await store.queue();
  const names = new Set([...queue.queued, ...queue.running].map(({ model }) => model));
  const times = new Map<string, number | undefined>();
  for (const name of names) {
    const published = lab ? undefined : findModel(name)?.usualMs;
    times.set(name, usual(await store.durations(runName(context, name)), published)?.lowMs);
  }
  return waiting(job.id, queue, { atMost: jobsAtProvider, usualMs: (name) => times.get(name) });
}
