/** From queued to polling: the job is sent, and so paid for, at most once. */
import type { Model } from '../../../models/model.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import { newToken } from '../../domain/token.ts';
import { saidOf } from '../../provider/said.ts';
import { interval, withJitter } from '../../view/progress.ts';
import { type Context, runName } from '../context.ts';
import { nextToSubmit, waitsInLine } from '../fair-queue.ts';
import { change, end, retryLater } from '../transitions.ts';
import { tooLong, unreachable } from './unreachable.ts';

/**
 * The paid step. The intent is on record before anything is sent and only its holder records the answer, so a job
 * found in `submitting` after its time is uncertain and is never sent again.
 */
export async function pay(context: Context, model: Model, job: Job): Promise<void> {
  const { provider, clock, timings, log } = context;
  const { jobsAtProvider } = context;
  if (waitsInLine(job, jobsAtProvider)) {
    const next = nextToSubmit(await context.store.queue(), jobsAtProvider);
    // Whoever leaves the provider wakes the next.
    if (!next.some(({ id }) => id === job.id)) return;
  }
  const token = newToken();
  const intent = await change(context, job, {
    from: ['queued'],
    token: '-',
    to: 'submitting',
    atMost: jobsAtProvider,
    due: clock() + timings.submitMs,
    set: { token, heldUntil: clock() + timings.submitMs },
  });
  if (!intent) return;
  const begun = performance.now();
  context.checkpoint('intent written');
  const refusal = await preflight(context, job, begun);
  if (refusal) {
    await retryLater(context, { ...job, state: 'submitting' }, { token, to: 'queued', error: refusal });
    return;
  }

  const answer = await provider.submit(model.request(job.settings, job.sourceUrl ?? '', context.asNumbers));
  context.checkpoint('submit answered');
  const submitting: Job = { ...job, state: 'submitting', token };
  const lastAnswer = saidOf(answer, clock());
  switch (answer.kind) {
    case 'accepted': {
      // For the owner's log, should the record fail: the job is paid for.
      const request = answer.operation.requestId;
      const due =
        clock() + withJitter(interval(await context.store.durations(runName(context, job.model)), 0, false));
      const recorded = await change(context, submitting, {
        from: ['submitting'],
        token,
        to: 'polling',
        due,
        set: {
          operation: answer.operation,
          submittedAt: clock(),
          phase: 'queued',
          lastAnswer,
          tries: 0,
          faults: 0,
        },
        remove: ['token', 'heldUntil', 'notBefore'],
      }).catch((error: unknown) => {
        log.error({ job: job.id, request, err: error }, 'a job the provider took could not be recorded');
        throw error;
      });
      if (!recorded) log.error({ job: job.id, request }, 'the answer came after the job had ended');
      context.checkpoint('submit recorded');
      return;
    }
    case 'refused':
      await end(context, submitting, 'failed', { token, failure: answer.failure, lastAnswer });
      return;
    case 'uncertain':
      log.error({ job: job.id, detail: answer.detail }, 'it is not known whether the provider took this job');
      await end(context, submitting, 'uncertain', { token, failure: new Failure('uncertain'), lastAnswer });
      return;
    case 'later': {
      const error = new Error(answer.detail);
      if (tooLong(context, job))
        await end(context, submitting, 'failed', { token, failure: unreachable(error), lastAnswer });
      else
        await retryLater(context, submitting, {
          token,
          to: 'queued',
          afterMs: answer.afterMs,
          error,
          lastAnswer,
        });
      if (answer.afterMs !== undefined) await context.queues.pauseSubmits(answer.afterMs);
    }
  }
}

/** Why the job must not be sent now although its intent is on record; nothing has left this process yet. */
async function preflight({ persist, timings }: Context, job: Job, begun: number): Promise<unknown> {
  if (job.sourceUrl === undefined) return new Error('the job has no source');
  try {
    // An intent that a power cut could undo would be sent a second time.
    await persist();
  } catch (error) {
    return error;
  }
  // A process that was stopped for a while must not send after others have called the outcome uncertain.
  return performance.now() - begun > timings.submitMs / 2 ? new Error('too late to send') : undefined;
}
