/**
 * What is due is looked at here. Jobs that wait at the provider are asked about, as many at once as there are HTTP
 * slots; no worker is held by a job that waits. Everything else that is due was forgotten by a dead process or a
 * flushed queue, and is woken again.
 */
import { findModel } from '../../models/index.ts';
import { Failure } from '../domain/failure.ts';
import { isOver, type Job } from '../domain/job.ts';
import { saidOf } from '../provider/said.ts';
import { interval, withJitter } from '../view/progress.ts';
import { endUnpaid } from './cancel.ts';
import { type Context, runName } from './context.ts';
import { nextToSubmit } from './fair-queue.ts';
import { change, end } from './transitions.ts';

const longestMs = 10_000;

export type Poller = { sweep(): Promise<void>; close(): Promise<void> };

/** @param slots how many questions may be on their way at once. */
export function createPoller(context: Context, slots: number): Poller {
  const running = new Set<Promise<void>>();
  let claiming: Promise<void> | undefined;
  /** Somebody wanted a sweep during one. */
  let again = false;
  /** The last claim took as much as there was room for, so there may be more. */
  let more = false;

  /** One claim at a time in a process, or two would fill the same slots. */
  function sweep(): Promise<void> {
    again = true;
    claiming ??= (async () => {
      while (again && !context.stopping.aborted) {
        again = false;
        await claimAndCheck();
      }
    })().finally(() => {
      claiming = undefined;
    });
    return claiming;
  }

  async function claimAndCheck(): Promise<void> {
    const free = slots - running.size;
    more = free <= 0;
    if (more) return;
    const ids = await context.store.claim(free, context.timings.claimMs);
    more = ids.length === free;
    for (const id of ids) {
      const looking = look(context, id)
        .catch((error: unknown) => failed(error, id))
        .finally(() => {
          running.delete(looking);
          // Half of the slots at once: a claim for each one that becomes free would be a claim a question.
          if (more && running.size <= slots / 2) sweep().catch((error: unknown) => failed(error));
        });
      running.add(looking);
    }
    // What has room left over knows that nothing more is due now; otherwise the looks that end go on.
    const next = more ? undefined : await context.store.nextDue();
    if (next !== undefined) await context.queues.wakeSweep(next);
  }

  function failed(error: unknown, job?: string): void {
    context.log.error({ job, err: error }, 'what is due could not be looked at; it comes due again');
  }

  return {
    sweep,
    async close() {
      while (claiming || running.size > 0) await Promise.allSettled([claiming, ...running]);
    },
  };
}

async function look(context: Context, id: string): Promise<void> {
  const { store, queues } = context;
  const job = await store.read(id);
  if (!job) return store.forget(id);
  if (isOver(job.state)) return queues.wakeDeliver(job.platform, id);
  // Who asked for it may be gone.
  if (job.cancelRequested && (await endUnpaid(context, job))) return;
  switch (job.state) {
    case 'queued': {
      const { jobsAtProvider } = context;
      const isNext = ({ id }: { id: string }) => id === job.id;
      // A wake-up that comes to nothing would still count against the rate of submits.
      if (jobsAtProvider !== undefined && !nextToSubmit(await store.queue(), jobsAtProvider).some(isNext))
        return;
      return queues.wakeSubmit(id, await store.outstanding(job.scope, job.requester));
    }
    case 'accepted':
      return queues.wakeSubmit(id, await store.outstanding(job.scope, job.requester));
    case 'submitting':
      // Its holder's time has passed: it died between the intent and the answer, and nobody can know more.
      if ((job.heldUntil ?? 0) <= context.clock())
        await end(context, job, 'uncertain', { token: job.token ?? '-', failure: new Failure('uncertain') });
      return;
    case 'polling':
      return job.phase === 'completed' ? queues.wakeFetch(id) : ask(context, job);
    default:
      return queues.wakeDeliver(job.platform, id);
  }
}

async function ask(context: Context, job: Job): Promise<void> {
  const { clock, timings, provider, store } = context;
  const { operation, submittedAt = job.changedAt } = job;
  const now = clock();
  if (job.cancelRequested || !operation) {
    await end(context, job, 'cancelled', { failure: new Failure('cancelled', { submitted: true }) });
    return;
  }

  const answer = await provider.check(operation, { signal: context.stopping });
  const lastAnswer = saidOf(answer, clock());
  // Asked even then: after a long stop of ours the result may be waiting, and it is paid for.
  const open = answer.kind !== 'completed' && answer.kind !== 'failed';
  if (open && now - submittedAt > timings.expiryMs) {
    await end(context, job, 'expired', { failure: new Failure('expired'), lastAnswer });
    return;
  }
  const model = findModel(job.model);
  const overdue = now - submittedAt > (model?.deadlineMs ?? timings.expiryMs);
  const pause = async (since: number) =>
    clock() +
    withJitter(interval(await store.durations(runName(context, job.model)), clock() - since, overdue));
  switch (answer.kind) {
    case 'queued':
      await change(context, job, {
        from: ['polling'],
        due: await pause(submittedAt),
        set: { faults: 0, lastAnswer },
        remove: ['missing'],
      });
      return;
    case 'processing': {
      const processingAt = job.processingAt ?? clock();
      const news = job.phase === 'processing' ? {} : ({ to: 'polling' } as const);
      await change(context, job, {
        from: ['polling'],
        ...news,
        due: await pause(processingAt),
        set: { phase: 'processing', processingAt, faults: 0, lastAnswer },
        remove: ['missing'],
      });
      return;
    }
    case 'completed':
      context.checkpoint('completed seen');
      await change(context, job, {
        from: ['polling'],
        to: 'polling',
        left: true,
        due: clock() + timings.leaseMs,
        set: {
          phase: 'completed',
          completedAt: clock(),
          faults: 0,
          lastAnswer,
          ...(answer.cost === undefined ? {} : { cost: answer.cost }),
        },
        remove: ['missing'],
      });
      context.checkpoint('completed recorded');
      await context.queues.wakeFetch(job.id);
      return;
    case 'failed':
    case 'refused':
      await end(context, job, 'failed', { failure: answer.failure, lastAnswer });
      return;
    case 'missing': {
      const missing = { since: job.missing?.since ?? now, count: (job.missing?.count ?? 0) + 1 };
      const old = now - submittedAt > timings.youngMs;
      if (old && missing.count >= 3 && now - missing.since >= timings.missingMs)
        await end(context, job, 'lost', { failure: new Failure('lost'), lastAnswer });
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
