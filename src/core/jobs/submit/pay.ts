/** From queued, or from its intent, to polling: the job is sent, and so paid for, at most once. */
import type { Model } from '../../../models/model.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import { saidOf } from '../../provider/answers/said.ts';
import { noteFor } from '../../store/server/journal.ts';
import { unbegunMs, withJitter } from '../../view/asking.ts';
import { type Context, runName } from '../context.ts';
import { nextToSubmit, waitsInLine } from '../fair-queue.ts';
import { noted, persisted } from '../recovery/noted.ts';
import { change, end, retryLater } from '../transitions.ts';
import { intend } from './intend.ts';
import { tooLong, unreachable } from './unreachable.ts';
import { whyWithdrawn } from './withdrawn.ts';

/**
 * The paid step. The intent is on record before anything is sent and only its holder records the answer, so a job
 * found in `submitting` after its time is uncertain and is never sent again.
 */
export async function pay(context: Context, model: Model, job: Job): Promise<void> {
  const submitting = job.state === 'queued' ? await intendInTurn(context, job) : job;
  const token = submitting?.token;
  if (submitting?.state !== 'submitting' || token === undefined) return;
  const { provider, clock, timings, log } = context;
  const begun = performance.now();
  context.checkpoint('intent written');
  if (!(await preflight(context, submitting, { token, begun }))) return;
  // Asked last, and without a pause before the sending: what stops begins nothing that is paid for, however late it
  // learned that its intent stands.
  if (context.stopping.aborted) return handBack(context, submitting, token);

  const answer = await provider.submit(model.request(job.settings, job.sourceUrl ?? '', context.asNumbers));
  context.checkpoint('submit answered');
  const lastAnswer = saidOf(answer, clock());
  switch (answer.kind) {
    case 'accepted': {
      const { operation } = answer;
      // For the owner's log, should the record fail: the job is paid for.
      const request = operation.requestId;
      const durations = await context.store.durations(runName(context, job.model));
      await noted(context, { what: 'taken', id: job.id, operation, at: clock() });
      const pause = Math.min(unbegunMs, context.asking.interval(durations, 0, false, timings.askMs));
      const due = clock() + withJitter(pause);
      const recorded = await change(context, submitting, {
        from: ['submitting'],
        token,
        to: 'polling',
        due,
        set: { operation, submittedAt: clock(), phase: 'queued', lastAnswer, tries: 0, faults: 0 },
        remove: ['token', 'heldUntil', 'notBefore'],
      }).catch((error: unknown) => {
        log.error({ job: job.id, request, err: error }, 'a job the provider took could not be recorded');
        throw error;
      });
      if (!recorded) log.error({ job: job.id, request }, 'the answer came after the job had ended');
      context.checkpoint('submit recorded');
      await persisted(context);
      return;
    }
    case 'refused':
      await end(context, submitting, 'failed', { token, failure: answer.failure, lastAnswer });
      return;
    case 'uncertain':
      log.error({ job: job.id, detail: answer.detail }, 'it is not known whether the provider took this job');
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
      await noted(context, { what: 'unsent', id: job.id });
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

async function intendInTurn(context: Context, job: Job): Promise<Job | undefined> {
  const { jobsAtProvider } = context;
  if (waitsInLine(job, jobsAtProvider)) {
    const next = nextToSubmit(await context.store.queue(), jobsAtProvider);
    // Whoever leaves the provider wakes the next.
    if (!next.some(({ id }) => id === job.id)) return undefined;
  }
  return intend(context, job);
}

/**
 * Whether the job may be sent, now that its intent is on record; otherwise it is ended or put back, since nothing has left
 * this process yet. Whether it was withdrawn is read after the intent was written: who gave it up, blocked its person or
 * switched its model off before that is heard, whenever it was; later it is too late, as the cards say from the intent on.
 */
async function preflight(
  context: Context,
  job: Job,
  { token, begun }: { token: string; begun: number },
): Promise<boolean> {
  const { persist, timings, store } = context;
  let intended = false;
  const again = async (error: unknown) => {
    if (intended) await noted(context, { what: 'unsent', id: job.id });
    await retryLater(context, job, { token, to: 'queued', error });
    return false;
  };
  if (job.sourceUrl === undefined) return again(new Error('the job has no source'));
  try {
    // An intent that a power cut could undo would be sent a second time.
    await persist(noteFor('intent', job));
    intended = true;
    const now = await store.read(job.id);
    const withdrawn = now && (await whyWithdrawn(context, now));
    if (withdrawn) {
      await end(context, job, withdrawn.to, { token, failure: withdrawn.failure });
      return false;
    }
  } catch (error) {
    return again(error);
  }
  // A process that was stopped for a while must not send after others have called the outcome uncertain.
  return performance.now() - begun > timings.submitMs / 2 ? again(new Error('too late to send')) : true;
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
