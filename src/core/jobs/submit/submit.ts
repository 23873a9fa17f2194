/** From accepted to the provider having it: the source is prepared, then the job is paid for. */
import { findModel } from '../../../models/index.ts';
import { Failure } from '../../domain/failure.ts';
import { beforeProvider, type Job } from '../../domain/job.ts';
import type { Context } from '../context.ts';
import { withLease } from '../lease.ts';
import { end } from '../transitions.ts';
import { intendInTurn } from './intend.ts';
import { pay } from './pay.ts';
import { prepare } from './prepare.ts';
import { onceSaid } from './said.ts';
import { endWithdrawn } from './withdrawn.ts';

export async function submitStep(context: Context, id: string): Promise<void> {
  const job = await context.store.read(id);
  // Given up or not allowed any more, also while its source was fetched, or while the provider was too busy to take it.
  if (!job || context.stopping.aborted || (await endWithdrawn(context, job))) return;
  if (job.notBefore !== undefined && job.notBefore > context.clock()) return;
  const model = findModel(job.model);
  if (!model) {
    // The owner took the model out while the job waited.
    await end(context, job, 'failed', {
      failure: new Failure('provider-model-gone'),
      from: beforeProvider,
    });
    return;
  }
  // An intent that is found on record is somebody else's, dead or alive: only one that was just written here is sent.
  let waiting = job.state === 'queued' ? job : undefined;
  let intended: Job | undefined;
  if (job.state === 'accepted')
    await withLease(context, job, async (held, token, signal) => {
      const prepared = await prepare(context, model, held, token, signal);
      if (prepared?.state === 'submitting') intended = prepared;
      else waiting = prepared;
    });
  if (intended) return pay(context, model, intended);
  const ready = waiting && (await onceSaid(context, waiting));
  if (ready?.state !== 'queued') return;
  const own = await intendInTurn(context, ready);
  if (own) await pay(context, model, own);
}
