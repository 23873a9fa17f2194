/** The moves that the steps of a job's life share: hold it, step back after a passing fault, end it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../domain/failure.ts';
import { isAtProvider, isOver, type Job, type State } from '../domain/job.ts';
import { newToken } from '../domain/token.ts';
import type { Change } from '../store/records.ts';
import type { Context } from './context.ts';
import { whoseTurn } from './fair-queue.ts';

/** A job takes its own process down this often before it is given up. */
const mostTries = 4;

/** The provider's answer that made the change, where one did. */
type Said = Job['lastAnswer'];

/** A change, the wake-up for the time that it names, and one for whoever's turn it is when the provider has room again. */
export async function change(context: Context, job: Job, wanted: Change): Promise<boolean> {
  const made = await context.store.change(job, wanted);
  if (made && wanted.due !== 'never') await context.queues.wakeSweep(wanted.due);
  const leaves = wanted.to !== undefined && !isAtProvider(wanted.to) && isAtProvider(job.state);
  if (made && (wanted.left || leaves)) await wakeNext(context);
  return made;
}

/** Wakes those whose turn it is, where the provider takes only so many jobs at once. */
export async function wakeNext({ store, queues, jobsAtProvider }: Context): Promise<void> {
  if (jobsAtProvider === undefined) return;
  const turn = whoseTurn(await store.places(), jobsAtProvider);
  await Promise.all(turn.map(({ id }, index) => queues.wakeSubmit(id, index)));
}

/**
 * Runs one step while this process holds the job: no other process runs one at the same time, and when this one
 * dies the job is free again after a lease. `work` must end with a change that names `token`.
 * Its signal aborts when the job was taken away (cancelled) or the process stops.
 */
export async function whileHolding(
  context: Context,
  job: Job,
  work: (job: Job, token: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { store, clock, log, timings } = context;
  if (job.heldUntil !== undefined && job.heldUntil > clock()) return;
  const token = newToken();
  const lease = () => ({ heldUntil: clock() + timings.leaseMs });
  const taken = await change(context, job, {
    from: [job.state],
    token: job.token ?? '-',
    due: clock() + timings.leaseMs,
    set: { token, ...lease(), tries: job.tries + 1 },
  });
  if (!taken) return;
  if (job.tries >= mostTries) return giveUp(context, job, token);

  const lost = new AbortController();
  const finished = new AbortController();
  // Not AbortSignal.any: on Node 20 it holds on to every signal made from one that lives as long as the process.
  const either = new AbortController();
  const abort = () => either.abort(context.stopping.reason);
  lost.signal.addEventListener('abort', abort);
  context.stopping.addEventListener('abort', abort);
  if (context.stopping.aborted) abort();
  const renewing = (async () => {
    for (;;) {
      await sleep(timings.leaseMs / 3, undefined, { signal: finished.signal });
      const renewal = { from: [job.state], token, due: clock() + timings.leaseMs, set: lease() };
      const kept = await store.change(job, renewal).catch((error: unknown) => {
        log.warn({ job: job.id, err: error }, 'lease not renewed');
        // Redis may be back before the lease has passed.
        return true;
      });
      if (!kept) return lost.abort();
    }
  })().catch(() => undefined);

  try {
    await work({ ...job, token }, token, either.signal);
  } catch (error) {
    if (context.stopping.aborted) await handOver(context, job, token);
    else if (!lost.signal.aborted) throw error;
  } finally {
    context.stopping.removeEventListener('abort', abort);
    finished.abort();
    await renewing;
  }
}

/** A job that takes down whoever works on it ends here; one that is over already is no longer told about. */
async function giveUp(context: Context, job: Job, token: string): Promise<void> {
  const { id, state } = job;
  context.log.error({ job: id, state }, 'given up: it stopped the program several times');
  if (!isOver(state)) await end(context, job, 'failed', { token, failure: new Failure('crashed') });
  else await change(context, job, { from: [state], token, to: state, due: 'never', set: { notified: true } });
}

/** The held job as it was, free for another process at once. */
async function handOver(context: Context, job: Job, token: string): Promise<void> {
  const due = context.clock();
  await change(context, job, {
    from: [job.state],
    token,
    due,
    set: { tries: 0 },
    remove: ['token', 'heldUntil'],
  });
}

/**
 * A passing fault: the step is tried again after a pause that grows to a minute, with full jitter.
 * @param afterMs the other side's own wish, if it had one.
 */
export async function stepBack(
  context: Context,
  job: Job,
  options: { token: string; to?: State; afterMs?: number | undefined; error: unknown; lastAnswer?: Said },
): Promise<void> {
  const { token, to, afterMs, error, lastAnswer } = options;
  const pause = Math.max(afterMs ?? 0, 500 + Math.random() * Math.min(60_000, 1000 * 2 ** job.faults));
  const notBefore = context.clock() + pause;
  context.log.warn(
    { job: job.id, state: job.state, againInMs: Math.round(pause), err: error },
    'passing fault',
  );
  await change(context, job, {
    from: [job.state],
    token,
    ...(to ? { to } : {}),
    due: notBefore,
    set: { faults: job.faults + 1, tries: 0, notBefore, lastAnswer },
    remove: ['token', 'heldUntil'],
  });
}

const isPaidFor = ({ code, facts }: Failure) => code === 'cancelled' && facts.submitted === true;

/**
 * Ends a job without a result: the price is released, files that nobody can use go, and its person is told.
 * The one exception is a job cancelled after the provider had taken it: the provider cannot be stopped and the run is
 * paid for, so its price is settled. Otherwise cancelling in time would be a way to spend the owner's money for nothing.
 */
export async function end(
  context: Context,
  job: Job,
  to: 'cancelled' | 'failed' | 'expired' | 'lost' | 'uncertain',
  options: { failure: Failure; token?: string; from?: readonly State[]; lastAnswer?: Said },
): Promise<boolean> {
  const { failure, token = '', from = [job.state], lastAnswer } = options;
  const made = await change(context, job, {
    from,
    token,
    to,
    due: context.clock() + 1000,
    // A result that was paid for and cannot be handed over stays paid for: it is there.
    ...(job.hold === 'reserved' && { credits: isPaidFor(failure) ? 'settle' : 'release' }),
    set: { failure: { code: failure.code, facts: failure.facts }, tries: 0, faults: 0, lastAnswer },
    remove: ['token', 'heldUntil', 'notBefore'],
  });
  if (!made) return false;
  if (failure.cause) context.log.info({ job: job.id, failure: failure.code, err: failure.cause }, 'cause');
  // A result that was paid for is kept for its lifetime even where it could not be posted, and so is a source that was
  // found to be good where it can be run again.
  const mayRunAgain = job.sourceFile !== undefined && context.platforms.get(job.platform)?.runsAgain === true;
  const names =
    job.result || mayRunAgain
      ? []
      : [job.source.kind === 'stored' ? job.source.name : undefined, job.sourceFile?.name];
  for (const name of names) if (name) await context.files.remove(name);
  await context.queues.wakeDeliver(job.platform, job.id);
  return true;
}
