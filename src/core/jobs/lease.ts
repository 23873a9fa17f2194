/** Holding a job: who holds it works on it, and no other process does at the same time. */
import { Failure } from '../domain/failure.ts';
import { isOver, type Job } from '../domain/job.ts';
import { newToken } from '../domain/token.ts';
import { ownTrouble } from '../media/own-trouble.ts';
import type { Context } from './context.ts';
import { change, end, retryLater } from './transitions.ts';

/** A job takes its own process down this often before it is given up. */
const mostTries = 4;

/**
 * Runs one step while this process holds the job: no other process runs one at the same time, and when this one
 * dies the job is free again after a lease. `work` must end with a change that names `token`.
 * Its signal aborts when the job was taken away (cancelled) or the process stops.
 */
export async function withLease(
  context: Context,
  job: Job,
  work: (job: Job, token: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (job.heldUntil !== undefined && job.heldUntil > context.clock()) return;
  const hold = heldFrom(context, job.tries);
  const { token } = hold.set;
  const taken = await change(context, job, { from: [job.state], token: job.token ?? '-', ...hold });
  if (!taken) return;
  if (job.tries >= mostTries) return giveUp(context, job, token);
  await whileHeld(context, taken, token, work);
}

/**
 * The same for a job that the change before this step took, whose record was handed on. It may have waited for a hand: then
 * it is held anew, or let be where it was taken away meanwhile.
 */
export async function withHeld(
  context: Context,
  held: Job,
  work: (job: Job, token: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { token, heldUntil = 0 } = held;
  if (token === undefined) return withLease(context, held, work);
  if (heldUntil - context.clock() > context.timings.leaseMs / 2) return whileHeld(context, held, token, work);
  const hold = heldFrom(context, held.tries - 1);
  const again = await change(context, held, { from: [held.state], token, ...hold });
  if (again) await whileHeld(context, again, hold.set.token, work);
}

/** What a change writes by which this process holds the job from then on, for one more try at a step. */
export function heldFrom({ clock, timings }: Context, tries: number) {
  const due = clock() + timings.leaseMs;
  return { due, set: { token: newToken(), heldUntil: due, tries: tries + 1 } };
}

/** @param job as it is on record, held by this process under this token */
async function whileHeld(
  context: Context,
  job: Job,
  token: string,
  work: (job: Job, token: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { store, clock, log, timings } = context;
  if (context.stopping.aborted) return release(context, job, token);
  const lost = new AbortController();
  // Not AbortSignal.any: on Node 20 it holds on to every signal made from one that lives as long as the process.
  const either = new AbortController();
  const abort = () => either.abort(context.stopping.reason);
  lost.signal.addEventListener('abort', abort);
  context.stopping.addEventListener('abort', abort);
  if (context.stopping.aborted) abort();
  const renew = async () => {
    const due = clock() + timings.leaseMs;
    const renewal = { from: [job.state], token, due, set: { heldUntil: due } };
    const kept = await store.change(job, renewal).catch((error: unknown) => {
      log.warn({ job: job.id, err: error }, 'lease not renewed');
      // Redis may be back before the lease has passed.
      return job;
    });
    if (!kept) lost.abort();
  };
  let renewing = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, timings.leaseMs / 3);

  try {
    await work(job, token, either.signal);
  } catch (error) {
    if (context.stopping.aborted) await release(context, job, token);
    else if (ownTrouble(error) && !lost.signal.aborted) await retryLater(context, job, { token, error });
    else if (!lost.signal.aborted) throw error;
  } finally {
    context.stopping.removeEventListener('abort', abort);
    clearInterval(timer);
    await renewing;
  }
}

/** A job that takes down whoever works on it ends here; one that is over already is no longer told about. */
async function giveUp(context: Context, job: Job, token: string): Promise<void> {
  const { id, state } = job;
  context.log.error({ job: id, state }, 'given up: it stopped the program several times');
  if (!isOver(state)) await end(context, job, 'failed', { token, failure: new Failure('crashed') });
  else {
    await context.store.noteEnd(id, context.clock() + context.keepFilesMs);
    await change(context, job, { from: [state], token, to: state, due: 'never', set: { notified: true } });
  }
}

/** The held job as it was, free for another process at once. */
async function release(context: Context, job: Job, token: string): Promise<void> {
  const due = context.clock();
  await change(context, job, {
    from: [job.state],
    token,
    due,
    set: { tries: 0 },
    remove: ['token', 'heldUntil'],
  });
}
