/** From its intent to polling: the job is sent, and so paid for, at most once. */
import type { Model } from '../../../models/model.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import { saidOf } from '../../provider/answers/said.ts';
import { unbegunMs, withJitter } from '../../view/asking.ts';
import { type Context, runName } from '../context.ts';
import { noted, persisted } from '../recovery/noted.ts';
import { change, end, retryLater } from '../transitions.ts';
import { preflight } from './preflight.ts';
import { tooLong, unreachable } from './unreachable.ts';

/**
 * The paid step. The intent is on record before anything is sent and only its holder records the answer, so a job
 * found in `submitting` after its time is uncertain and is never sent again.
 * @param submitting as this step has just written it, with its intent and under its own token: never as it was found
 */
export async function pay(context: Context, model: Model, submitting: Job): Promise<void> {
  const { token } = submitting;
  if (submitting.state !== 'submitting' || token === undefined) return;
  const { provider, clock, timings, log } = context;
  const begun = performance.now();
  context.checkpoint('intent written');
  if (!(await preflight(context, submitting, { token, begun }))) return;
  // Asked last, and without a pause before the sending: what stops begins nothing that is paid for, however late it
  // learned that its intent stands.
  if (context.stopping.aborted) return handBack(context, submitting, token);

  const answer = await provider.submit(
    model.request(submitting.settings, submitting.sourceUrl ?? '', context.asNumbers),
  );
  context.checkpoint('submit answered');
  const lastAnswer = saidOf(answer, clock());
  switch (answer.kind) {
    case 'accepted': {
      const { operation } = answer;
      // For the owner's log, should the record fail: the job is paid for.
      const request = operation.requestId;
      // First, since what is asked of Redis waits for one that is away, and that may come back without the job.
      await noted(context, { what: 'taken', id: submitting.id, operation, at: clock() });
      const { durations, scale } = await context.store.learned(runName(context, submitting.model));
      const how = { shortestMs: timings.askMs, scale: scale(submitting.work) };
      const pause = Math.min(unbegunMs, context.asking.interval(durations, 0, false, how));
      const due = clock() + withJitter(pause);
      const recorded = await change(context, submitting, {
        from: ['submitting'],
        token,
        to: 'polling',
        due,
        set: { operation, submittedAt: clock(), phase: 'queued', lastAnswer, tries: 0, faults: 0 },
        remove: ['token', 'heldUntil', 'notBefore'],
      }).catch((error: unknown) => {
        log.error(
          { job: submitting.id, request, err: error },
          'a job the provider took could not be recorded',
        );
        throw error;
      });
      if (!recorded) log.error({ job: submitting.id, request }, 'the answer came after the job had ended');
      context.checkpoint('submit recorded');
      await persisted(context);
      return;
    }
    case 'refused':
      await end(context, submitting, 'failed', { token, failure: answer.failure, lastAnswer });
      return;
    case 'uncertain':
      log.error(
        { job: submitting.id, detail: answer.detail },
        'it is not known whether the provider took this job',
      );
      await end(context, submitting, 'uncertain', {
        token,
        failure: new Failure('uncertain', {
          why: answer.why,
          ...(answer.why === 'answered' && { status: answer.status }),
        }),
        lastAnswer,
      });
      return;
    case 'later': {
      await noted(context, { what: 'unsent', id: submitting.id });
      const error = new Error(answer.detail);
      if (tooLong(context, submitting))
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

/** Back in the line as it was, for another process or for this one when it is there again. */
async function handBack(context: Context, job: Job, token: string): Promise<void> {
  await noted(context, { what: 'unsent', id: job.id });
  await change(context, job, {
    from: ['submitting'],
    token,
    to: 'queued',
    due: context.clock() + 1000,
    remove: ['token', 'heldUntil'],
  });
}
