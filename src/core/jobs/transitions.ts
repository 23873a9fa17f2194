/** The moves that the steps of a job's life share: change it, retry it later after a passing fault, end it. */
import type { Failure } from '../domain/failure.ts';
import { isAtProvider, type Job, type State } from '../domain/job.ts';
import { Refused } from '../ports/refused.ts';
import type { Change, Changing } from '../store/jobs/change.ts';
import type { Context } from './context.ts';
import { nextToSubmit, waitsInLine } from './fair-queue.ts';
import { shareOut } from './payers/share.ts';

/** The provider's answer that made the change, where one did. */
type Said = Job['lastAnswer'];

/** A change, the wake-up for the time that it names, and one for whoever's turn it is when the provider has room again. */
export async function change(context: Context, job: Changing, wanted: Change): Promise<Job | undefined> {
  const made = await context.store.change(job, { lab: context.lab, ...wanted });
  if (made && wanted.credits) await shareOut(context, made);
  if (made && wanted.due !== 'never') await context.queues.wakeSweep(wanted.due);
  const leaves =
    wanted.to !== undefined &&
    !isAtProvider(wanted.to) &&
    isAtProvider(job.state) &&
    // It left already.
    job.phase !== 'completed';
  if (made && (wanted.left || leaves)) await wakeNext(context);
  return made;
}

/**
 * The same where this process has something that the record names from then on, such as a file or a token: a connection that
 * breaks may lose the answer to a change that was made, and the same change sent again finds that the job has moved on.
 */
export async function changeFor(
  context: Context,
  job: Job,
  wanted: Change,
  isOurs: (now: Job) => boolean,
): Promise<Job | undefined> {
  const made = await change(context, job, wanted);
  if (made) return made;
  const now = await context.store.read(job.id);
  return now && isOurs(now) ? now : undefined;
}

/** Wakes those whose turn it is, where the provider takes only so many jobs at once, or so many of one person. */
export async function wakeNext({ store, queues, jobsAtProvider }: Context): Promise<void> {
  if (!(await store.hasQueue())) return;
  const next = nextToSubmit(await store.queue(), jobsAtProvider).filter((it) =>
    waitsInLine(it, jobsAtProvider),
  );
  await Promise.all(next.map(({ id }, index) => queues.wakeSubmit(id, index)));
}

/** The job that takes the result of this one, where there is one: it begins, or ends with it. */
export async function wakeAfter({ queues, jobsAtProvider }: Context, job: Job): Promise<void> {
  const next = job.batch?.step?.next;
  if (next === undefined) return;
  const wake = waitsInLine(job, jobsAtProvider) ? queues.wakePrepare : queues.wakeSubmit;
  await wake(next, 0);
}

/**
 * A passing fault: the step is tried again after a pause that grows to a minute, with full jitter.
 * @param afterMs the other side's own wish, if it had one.
 */
export async function retryLater(
  context: Context,
  job: Job,
  options: { token: string; to?: State; afterMs?: number | undefined; error: unknown; lastAnswer?: Said },
): Promise<void> {
  const { token, to, afterMs, error, lastAnswer } = options;
  const refusals = job.refusals + (error instanceof Refused ? 1 : 0);
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
    set: { faults: job.faults + 1, tries: 0, refusals, notBefore, lastAnswer },
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
  await wakeAfter(context, job);
  return true;
}
