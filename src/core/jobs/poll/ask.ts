/** Asks the provider how a job stands. */
import { findModel } from '../../../models/index.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import { saidOf } from '../../provider/answers/said.ts';
import type { Checked } from '../../provider/types.ts';
import type { Question } from '../../store/polling/question.ts';
import { unbegunMs, withJitter } from '../../view/asking.ts';
import { overdueAfter, publishedMs, usual } from '../../view/progress.ts';
import { type Context, runName } from '../context.ts';
import { endAsked, record } from './record.ts';

/** An answer that says what is on record already is put on record so often all the same, for whoever looks at the job. */
const staleMs = 30_000;

/** @param question as it was claimed. Only where the answer is news is the record changed. */
export async function ask(context: Context, question: Question): Promise<void> {
  const { clock, timings, provider, store, asking } = context;
  const { id, operation, submittedAt = question.changedAt } = question;
  const now = clock();
  if (question.cancelRequested || !operation) {
    return endAsked(context, question, 'cancelled', new Failure('cancelled', { submitted: true }));
  }

  const answer = await provider.check(operation, { signal: context.stopping });
  // One time for everything that the answer says.
  const answeredAt = clock();
  const lastAnswer = saidOf(answer, answeredAt);
  // Asked even then: after a long stop of ours the result may be waiting, and it is paid for.
  const open = answer.kind !== 'completed' && answer.kind !== 'failed';
  const expired = open && now - submittedAt > timings.expiryMs;
  const pause = async (since: number) => {
    const model = findModel(question.model);
    const { durations, scale, durationsOf } = await store.learned(runName(context, question.model));
    const wait = usual(durationsOf(question.work), publishedMs(model, question.work, context.lab));
    const overdue = now - submittedAt > (model ? overdueAfter(model, wait) : timings.expiryMs);
    const how = { shortestMs: timings.askMs, scale: scale(question.work) };
    const planned = asking.interval(durations, clock() - since, overdue, how);
    const most = question.phase === 'processing' ? Number.POSITIVE_INFINITY : unbegunMs;
    return clock() + withJitter(Math.min(most, planned));
  };
  if (!expired && isKnown(question, answer.kind, lastAnswer)) {
    const due = await pause(question.processingAt ?? submittedAt);
    store.postpone(id, due);
    return context.queues.wakeSweep(due);
  }

  if (expired) return endAsked(context, question, 'expired', new Failure('expired'), lastAnswer);
  await record(context, question, answer, { now, answeredAt, pause });
}

/** Whether the answer says nothing that the record does not say. */
function isKnown(
  { phase, processingAt, faults, missing, unknownState, lastAnswer: before }: Question,
  kind: Checked['kind'],
  said: NonNullable<Said>,
): boolean {
  const same =
    (kind === 'queued' && phase === 'queued') ||
    (kind === 'processing' && phase === 'processing' && processingAt !== undefined);
  return (
    same &&
    faults === 0 &&
    !missing &&
    !unknownState &&
    before?.status === said.status &&
    said.at - before.at < staleMs
  );
}

type Said = Job['lastAnswer'];
