/** From accepted to the provider having it: the source is prepared, then the job is paid for. */
import { findModel } from '../../../models/index.ts';
import type { Model } from '../../../models/model.ts';
import { Failure } from '../../domain/failure.ts';
import { beforeProvider, type Job } from '../../domain/job.ts';
import type { Context } from '../context.ts';
import { withLease } from '../lease.ts';
import { mayBegin } from '../recipe/step.ts';
import { end, wakeNext } from '../transitions.ts';
import { intendInTurn } from './intend.ts';
import { pay } from './pay.ts';
import { prepare } from './prepare.ts';
import { onceSaid } from './said.ts';
import { endWithdrawn } from './withdrawn.ts';

export async function submitStep(context: Context, id: string): Promise<void> {
  const found = await allowed(context, id);
  if (!found) return;
  const { job, model } = found;
  // An intent that is found on record is somebody else's, dead or alive: only one that was just written here is sent.
  let waiting = job.state === 'queued' ? job : undefined;
  let intended: Job | undefined;
  if (job.state === 'accepted')
    await withLease(context, job, async (held, token, signal) => {
      const prepared = await prepare(context, model, held, { token, signal, goesOn: true });
      if (prepared?.state === 'submitting') intended = prepared;
      else waiting = prepared;
    });
  if (intended) return pay(context, model, intended);
  const ready = waiting && (await onceSaid(context, waiting));
  if (ready?.state !== 'queued') return;
  const own = await intendInTurn(context, ready);
  if (own) await pay(context, model, own);
}

/** Of a job that has to wait for others: into the line, and whoever is next is woken. Nothing is paid for here. */
export async function prepareStep(context: Context, id: string): Promise<void> {
  const found = await allowed(context, id);
  if (found?.job.state !== 'accepted') return;
  let ready: Job | undefined;
  await withLease(context, found.job, async (held, token, signal) => {
    ready = await prepare(context, found.model, held, { token, signal, goesOn: false });
  });
  if (!ready) return;
  const { jobsAtProvider } = context;
  // Who makes room wakes whoever is next, and by now that may be this job.
  const isFull = jobsAtProvider !== undefined && (await context.store.atProvider()) >= jobsAtProvider;
  if (!isFull) await wakeNext(context);
}

/** Ends what was given up or is not allowed any more, also while its source was fetched or the provider was too busy to take it. */
async function allowed(context: Context, id: string): Promise<{ job: Job; model: Model } | undefined> {
  const job = await context.store.read(id);
  if (!job || context.stopping.aborted || (await endWithdrawn(context, job))) return undefined;
  if (job.notBefore !== undefined && job.notBefore > context.clock()) return undefined;
  if (!(await mayBegin(context, job))) return undefined;
  const model = findModel(job.model);
  // The owner took the model out while the job waited.
  if (!model)
    await end(context, job, 'failed', { failure: new Failure('provider-model-gone'), from: beforeProvider });
  return model && { job, model };
}
