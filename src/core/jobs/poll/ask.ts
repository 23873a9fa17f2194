/** Asks the provider how a job stands. */
import { findModel } from '../../../models/index.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import { saidOf } from '../../provider/answers/said.ts';
import type { Checked } from '../../provider/types.ts';
import type { Question } from '../../store/polling/question.ts';
import { unbegunMs, withJitter } from '../../view/asking.ts';
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
  const overdue = now - submittedAt > (findModel(question.model)?.deadlineMs ?? timings.expiryMs);
  const pause = async (since: number) =>
    clock() +
    withJitter(
      Math.min(
        question.phase === 'processing' ? Number.POSITIVE_INFINITY : unbegunMs,
        asking.interval(
          await store.durations(runName(context, question.model)),
          clock() - since,
          overdue,
          timings.askMs,
        ),
      ),
    );
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
