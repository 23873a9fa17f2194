/** What the provider says of a job that it has, put on record. */
import { Failure } from '../../domain/failure.ts';
import { saidOf } from '../../provider/answers/said.ts';
import type { Checked } from '../../provider/types.ts';
import type { Question } from '../../store/polling/question.ts';
import { withJitter } from '../../view/asking.ts';
import type { Context } from '../context.ts';
import { heldFrom } from '../lease.ts';
import { change, end } from '../transitions.ts';

const longestMs = 10_000;

/**
 * @param job as it was claimed; it is read where it ends
 * @param times when it was asked and answered, in ms since 1970
 * @param times.pause when to ask again, of a job that stands as it does since then
 */
export async function record(
  context: Context,
  job: Question,
  answer: Checked,
  times: { now: number; answeredAt: number; pause: (since: number) => Promise<number> },
): Promise<void> {
  const { clock, timings } = context;
  const { submittedAt = job.changedAt } = job;
  const { now, answeredAt, pause } = times;
  const lastAnswer = saidOf(answer, answeredAt);
  switch (answer.kind) {
    case 'queued':
      await change(context, job, {
        from: ['polling'],
        due: await pause(submittedAt),
        set: { faults: 0, lastAnswer },
        remove: ['missing', 'unknownState'],
      });
      return;
    case 'unknown':
    case 'processing': {
      const unknownState = answer.kind === 'unknown' ? unknownOf(job, answeredAt) : undefined;
      if (answer.kind === 'unknown' && unknownState && isTooLong(context, unknownState, answeredAt)) {
        const facts = { state: answer.detail, ms: answeredAt - unknownState.since };
        await endAsked(context, job, 'failed', new Failure('provider-state-unknown', facts), lastAnswer);
        return;
      }
      const processingAt = job.processingAt ?? answeredAt;
      const news = job.phase === 'processing' ? {} : ({ to: 'polling' } as const);
      await change(context, job, {
        from: ['polling'],
        ...news,
        due: await pause(processingAt),
        set: { phase: 'processing', processingAt, faults: 0, lastAnswer, unknownState },
        remove: unknownState ? ['missing'] : ['missing', 'unknownState'],
      });
      return;
    }
    case 'completed': {
      context.checkpoint('completed seen');
      // Whoever fetches it is this process, where it can.
      const inHand = context.queues.hasHand({ fetch: true });
      const hold = inHand ? heldFrom(context, 0) : { due: clock() + timings.leaseMs, set: {} };
      const completed = await change(context, job, {
        from: ['polling'],
        token: '-',
        to: 'polling',
        left: true,
        due: hold.due,
        set: {
          ...hold.set,
          phase: 'completed',
          completedAt: answeredAt,
          faults: 0,
          lastAnswer,
          ...(answer.cost === undefined ? {} : { cost: answer.cost }),
        },
        remove: ['missing', 'unknownState'],
      });
      context.checkpoint('completed recorded');
      if (completed) await context.queues.wakeFetch(job.id, inHand ? completed : undefined);
      return;
    }
    case 'failed':
    case 'refused':
      await endAsked(context, job, 'failed', answer.failure, lastAnswer);
      return;
    case 'missing': {
      const missing = { since: job.missing?.since ?? now, count: (job.missing?.count ?? 0) + 1 };
      const old = now - submittedAt > timings.youngMs;
      if (old && missing.count >= 3 && now - missing.since >= timings.missingMs)
        await endAsked(context, job, 'lost', new Failure('lost'), lastAnswer);
      else
        await change(context, job, {
          from: ['polling'],
          due: now + longestMs / 5,
          set: old ? { missing, lastAnswer } : { lastAnswer },
        });
      return;
    }
    case 'unclear': {
      const wait = Math.max(answer.afterMs ?? 0, Math.min(longestMs, 500 * 2 ** job.faults));
      context.log.warn(
        { job: job.id, detail: answer.detail, againInMs: wait },
        'the provider did not say how the job stands',
      );
      await change(context, job, {
        from: ['polling'],
        due: clock() + withJitter(wait),
        set: { faults: job.faults + 1, lastAnswer },
      });
    }
  }
}

/** Ends it if the provider still has it. */
export async function endAsked(
  context: Context,
  { id }: Pick<Question, 'id'>,
  to: 'cancelled' | 'expired' | 'failed' | 'lost',
  failure: Failure,
  lastAnswer?: Question['lastAnswer'],
): Promise<void> {
  const job = await context.store.read(id);
  if (job?.state === 'polling') await end(context, job, to, { failure, lastAnswer });
}

type Unknown = NonNullable<Question['unknownState']>;

/** A state that is new to us is one of a job that runs, until it has been said for too long and nothing else between. */
const unknownOf = ({ unknownState }: Question, at: number): Unknown => ({
  since: unknownState?.since ?? at,
  count: (unknownState?.count ?? 0) + 1,
});

/** Not by the time alone: nobody may have asked for a while. */
const isTooLong = ({ timings }: Context, { since, count }: Unknown, at: number): boolean =>
  count >= 3 && at - since >= timings.unknownMs;
