/** One step of a recipe waits for what the one before gives, takes it, and ends with it where that comes to nothing. */
import { createReadStream } from 'node:fs';
import { Failure } from '../../domain/failure.ts';
import { resultNameOf } from '../../domain/file-names.ts';
import { isOver, type Job } from '../../domain/job.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { keptPath, type Stored } from '../../media/files.ts';
import type { Context } from '../context.ts';
import { change, end } from '../transitions.ts';

/** ms. Whoever ends the step before wakes it; a wake-up that was lost is made good by a look so much later. */
const lookMs = 30_000;
/** A result may be far larger than what people may hand in. */
const maxBytes = 2_000_000_000;

/** Whether what it takes is there. Where that will never be, the job ends here; nothing was paid for it. */
export async function mayBegin(context: Context, job: Job): Promise<boolean> {
  const { store, clock } = context;
  if (job.source.kind !== 'step' || job.state !== 'accepted' || job.readyAt !== undefined) return true;
  const before = await store.read(job.source.job);
  const from = ['accepted'] as const;
  if (before?.state === 'done') {
    const due = clock() + context.timings.leaseMs;
    const ready = await change(context, job, { from, due, joins: true, set: { readyAt: clock() } });
    context.checkpoint('step begun');
    return ready !== undefined;
  }
  if (before && !isOver(before.state)) {
    await change(context, job, { from, due: clock() + lookMs });
    return false;
  }
  const failure = new Failure('step-before', { step: job.batch?.position ?? 1 });
  await end(context, job, 'cancelled', { failure, from });
  return false;
}

/** A copy of its own of what the step before gave: each job's files go in their own time. @throws Failure file-gone */
export async function resultBefore(
  context: Pick<Context, 'store' | 'files'>,
  id: string,
): Promise<Stored & { fileName: string; record?: MediaRecord | undefined }> {
  const { store, files } = context;
  const job = await store.read(id);
  const { result, removed } = job ?? {};
  const path = removed ? undefined : await keptPath(files.path, result);
  if (path === undefined || !job || !result) throw new Failure('file-gone');
  const { name, type, bytes } = await files.keep(createReadStream(path), { maxBytes });
  return { name, type, bytes, fileName: resultNameOf(job, result), record: result.record };
}
