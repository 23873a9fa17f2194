/** What can still be done with a result after its job is over: it is taken away, or posted after all. */
import { hasResult, isOver, isUndelivered, type Job } from '../domain/job.ts';
import { keptPath } from '../media/files.ts';
import type { Context } from './context.ts';
import { change } from './transitions.ts';

/** Whoever shows the job's end just now no longer holds it: the end is shown anew, by a step that cannot be lost. */
const anew = {
  set: { notified: false, tries: 0, faults: 0 },
  remove: ['token', 'heldUntil', 'notBefore'],
} as const;

/** Something that its card says has changed since it was over. */
export async function showAnew(context: Context, job: Job): Promise<void> {
  const { clock, queues } = context;
  const { set, remove } = anew;
  const wanted = { due: clock(), set, remove, from: [job.state], to: job.state };
  if (await change(context, job, wanted)) await queues.wakeDeliver(job.platform, job.id);
}

/** As `Requests.remove`. A crash right after the record's change is made good by the step that shows it. */
export async function remove(context: Context, id: string): Promise<boolean> {
  const { store, clock, queues, files, comparisons } = context;
  const job = await store.read(id);
  if (job?.state !== 'done' || !job.result) return false;
  if (!job.removed) {
    const { set, remove } = anew;
    const wanted = { due: clock(), set: { ...set, removed: true }, remove };
    if (!(await change(context, job, { ...wanted, from: ['done'], to: 'done' }))) return false;
    await queues.wakeDeliver(job.platform, id);
  }
  await files.remove(job.result.name);
  await comparisons?.forget(id);
  return true;
}

/** As `Requests.deliverAgain`. Of several who ask at once one changes the record, so it is posted once. */
export async function deliverAgain(
  context: Context,
  id: string,
): Promise<'delivering' | 'not-needed' | 'gone'> {
  const { store, clock, queues, files } = context;
  for (;;) {
    const job = await store.read(id);
    if (!job || job.removed) return 'gone';
    if (hasResult(job.state)) return 'delivering';
    if (job.state === 'done' || !isOver(job.state)) return 'not-needed';
    const path = isUndelivered(job) ? await keptPath(files.path, job.result) : undefined;
    if (path === undefined) return 'gone';
    // The price was settled when the result came, and stays so.
    const batch = job.batch && { ...job.batch, alone: true as const };
    const set = { ...anew.set, batch };
    const wanted = { due: clock(), set, remove: [...anew.remove, 'failure'] as const };
    if (!(await change(context, job, { ...wanted, from: ['failed'], to: 'delivering' }))) continue;
    await queues.wakeDeliver(job.platform, id);
    return 'delivering';
  }
}
