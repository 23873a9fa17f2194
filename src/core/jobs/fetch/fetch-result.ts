/** From the provider's "completed" to a checked file in the data folder. Costs nothing, so it may be repeated. */
import { isBetween } from '../../domain/asked/recipe.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import { ownTrouble } from '../../media/own-trouble.ts';
import { isBusy } from '../../media/probe/busy.ts';
import type { FailureCode } from '../../words/failures/failures.ts';
import { isGathered } from '../batch/gather.ts';
import type { Context } from '../context.ts';
import { heldFrom, withHeld, withLease } from '../lease.ts';
import { changeFor, end, retryLater } from '../transitions.ts';
import { finished } from './finished-result.ts';
import { rememberRun } from './remember.ts';

/** A link that answers, but with something unusable, is asked so often; then the result is given up. */
const mostFaults = 6;
/** A result is our owner's money: it may be far larger than what people may hand in. */
const maxBytes = 2_000_000_000;
/** The provider's own word on the job; asking again changes nothing. */
const final: readonly FailureCode[] = [
  'provider-failed',
  'provider-moderation',
  'provider-cancelled',
  'provider-timed-out',
  'provider-rejected',
  'provider-key',
  'provider-forbidden',
];

/** @param held as it is on record, where this process holds it for this step already */
export async function fetchStep(context: Context, id: string, held?: Job): Promise<void> {
  const job = held ?? (await context.store.read(id));
  if (job?.state !== 'polling' || job.phase !== 'completed') return;
  if (job.cancelRequested) {
    await end(context, job, 'cancelled', { failure: new Failure('cancelled', { submitted: true }) });
    return;
  }
  if (job.notBefore !== undefined && job.notBefore > context.clock()) return;
  const take = held ? withHeld : withLease;
  await take(context, job, (it, token, signal) => fetchResult(context, it, token, signal));
}

async function fetchResult(context: Context, job: Job, token: string, signal: AbortSignal): Promise<void> {
  const { clock, files, provider, timings } = context;
  if (!job.operation) throw new Error('a completed job has no operation');
  let kept: string | undefined;
  try {
    const { url, cost = job.cost, inferenceMs } = await provider.result(job.operation, { signal });
    const fetched = await context.fetcher.fetchTo(url, files, {
      maxBytes,
      timeoutMs: timings.fetchMs,
      allowedOrigins: provider.origins,
      signal,
    });
    kept = fetched.name;
    context.checkpoint('result kept');
    const {
      name,
      type,
      bytes,
      record: found,
      joined,
      differences,
    } = await finished(context, job, fetched, {
      maxBytes,
      signal,
      holds: (it) => {
        kept = it;
      },
    });
    const { width, height } = found;
    const seconds = found.medium === 'video' ? { seconds: found.seconds } : {};
    // Whoever posts it is this process, where it can and nothing is waited for.
    const isPosted = !isGathered(context, job) && !isBetween(job);
    const inHand = isPosted && context.queues.hasHand({ platform: job.platform });
    const hold = inHand ? heldFrom(context, 0) : { due: clock() + timings.leaseMs, set: { tries: 0 } };
    const recorded = await changeFor(
      context,
      job,
      {
        from: ['polling'],
        token,
        to: inHand ? 'delivering' : 'fetched',
        due: hold.due,
        credits: 'settle',
        ...(differences && { different: true, refund: context.refundsDifferences }),
        set: {
          ...(differences && { differences }),
          ...(joined && { joined: 'alpha' }),
          result: { name, type, bytes, width, height, ...seconds, record: found },
          resultAt: clock(),
          faults: 0,
          ...hold.set,
          ...(cost === undefined ? {} : { cost }),
        },
        remove: inHand ? ['notBefore'] : ['token', 'heldUntil', 'notBefore'],
      },
      (now) => now.result?.name === name,
    );
    if (!recorded) return;
    kept = undefined;
    context.checkpoint('result recorded');
    await rememberRun(context, job, { cost, inferenceMs, bytes, found });
    await context.queues.wakeDeliver(job.platform, job.id, inHand ? recorded : undefined);
  } catch (error) {
    if (signal.aborted) throw error;
    const expired = clock() - (job.submittedAt ?? job.createdAt) > timings.expiryMs;
    const own = ownTrouble(error);
    if (own && !expired) await retryLater(context, job, { token, error });
    else if (own) await end(context, job, 'failed', { token, failure: own });
    else if (error instanceof Failure && error.code === 'lost')
      await end(context, job, 'lost', { token, failure: error });
    else if (error instanceof Failure && final.some((code) => code === error.code))
      await end(context, job, 'failed', { token, failure: error });
    else if (
      error instanceof Failure &&
      (error.code === 'link-private' || (job.faults >= mostFaults && !isBusy(error)) || expired)
    )
      await end(context, job, 'failed', { token, failure: unreadable(error) });
    else if (expired)
      await end(context, job, 'expired', {
        token,
        failure: new Failure('expired', undefined, { cause: error }),
      });
    else await retryLater(context, job, { token, error });
  } finally {
    if (kept !== undefined) await files.remove(kept);
  }
}

const unreadable = (cause: Failure) =>
  cause.code === 'result-unreadable'
    ? cause
    : new Failure('result-unreadable', { detail: cause.message }, { cause });
