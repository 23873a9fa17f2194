/** From accepted to queued, or at once to the intent to pay: the source is fetched, checked and handed over. */
import type { Model } from '../../../models/model.ts';
import { priceOf, workOf } from '../../credits/prices.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, MediaFile } from '../../domain/job.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { checkOutcome, settingsFor } from '../../media/compare/fit-request.ts';
import type { Stored } from '../../media/files.ts';
import { outgoing } from '../../media/outgoing.ts';
import { mostLooks, ownTrouble } from '../../media/own-trouble.ts';
import { isBusy } from '../../media/probe/busy.ts';
import { checkSource, probe } from '../../media/probe/probe.ts';
import { ProviderUnavailable } from '../../provider/unavailable.ts';
import { lossesOf } from '../../view/losses.ts';
import type { Context } from '../context.ts';
import { resultBefore } from '../recipe/step.ts';
import { cutTo } from '../request/beginning.ts';
import { changeFor, end, retryLater } from '../transitions.ts';
import { intend } from './intend.ts';
import { tooLong, unreachable } from './unreachable.ts';

/**
 * Answers the job as it is then: with its intent to pay on record where it need not wait in the line; undefined where it
 * goes no further.
 * @param how.goesOn left at false, it is not paid for here
 */
export async function prepare(
  context: Context,
  model: Model,
  job: Job,
  { token, signal, goesOn }: { token: string; signal: AbortSignal; goesOn: boolean },
): Promise<Job | undefined> {
  let kept: string | undefined;
  try {
    const { name, type, bytes, record } = await sourceFile(context, job, signal);
    if (job.source.kind !== 'stored' || job.source.name !== name) kept = name;
    context.checkpoint('source kept');
    const found = record ?? (await probe(context.files.path(name), { type, encoder: context.encoder }));
    checkSource(found, model.media);
    const settings = settingsIn(context, model, job, found);
    checkOutcome(model, settings, found, context.effort);
    const copy = await outgoing(
      context,
      { name, type, bytes },
      { record: found, takes: model.takes, signal },
    );
    const sourceUrl = await context.provider.upload(copy, { signal }).finally(copy.remove);
    context.checkpoint('source handed over');
    const { width, height } = found;
    const file: MediaFile = {
      name,
      type,
      bytes,
      width,
      height,
      ...(found.medium === 'video' ? { seconds: found.seconds } : {}),
      record: found,
    };
    const work = workOf(model, settings, found);
    const set = { sourceFile: file, sourceUrl, settings, work, tries: 0, faults: 0 };
    // What its result will lack is said before it is paid for.
    const isSaid = lossesOf({ ...job, ...set }).length === 0;
    const intended = goesOn && isSaid ? await intend(context, job, { token, set }) : undefined;
    if (intended) {
      kept = undefined;
      return intended;
    }
    const ready = await changeFor(
      context,
      job,
      {
        from: ['accepted'],
        token,
        to: 'queued',
        due: context.clock() + context.timings.leaseMs,
        set,
        remove: ['token', 'heldUntil', 'notBefore'],
      },
      (now) => now.sourceFile?.name === name,
    );
    if (ready) kept = undefined;
    context.checkpoint('queued');
    return ready;
  } catch (error) {
    if (signal.aborted) throw error;
    const own = ownTrouble(error);
    if (own) await waitOut(context, job, token, own);
    else if (isBusy(error) && !tooLong(context, job)) await retryLater(context, job, { token, error });
    else if (error instanceof Failure) await end(context, job, 'failed', { token, failure: error });
    else if (!(error instanceof ProviderUnavailable)) throw error;
    else if (tooLong(context, job)) await end(context, job, 'failed', { token, failure: unreachable(error) });
    else await retryLater(context, job, { token, afterMs: error.afterMs, error });
    return undefined;
  } finally {
    if (kept !== undefined) await context.files.remove(kept);
  }
}

/** Of a source that came late: what it asks for in settings that were left open, as far as the price that was agreed to goes. */
function settingsIn({ prices }: Context, model: Model, job: Job, found: MediaRecord): Job['settings'] {
  if (!job.given) return job.settings;
  const settings = settingsFor(model, job.given, found);
  return priceOf(model, settings, prices, found) <= job.price ? settings : job.settings;
}

/** Our own trouble is waited out like a provider that cannot be reached, and then said as what it is. */
async function waitOut(context: Context, job: Job, token: string, own: Failure): Promise<void> {
  const over = tooLong(context, job) || (own.code === 'file-gone' && job.faults >= mostLooks);
  if (over) await end(context, job, 'failed', { token, failure: own });
  else await retryLater(context, job, { token, error: own });
}

type Source = Stored & { record?: MediaRecord | undefined };

async function sourceFile(context: Context, job: Job, signal: AbortSignal): Promise<Source> {
  const { files, fetcher, maxFileBytes, timings } = context;
  if (job.source.kind === 'stored')
    return job.source.first === undefined
      ? job.source
      : cutTo(context, job.source, { seconds: job.source.first, signal });
  if (job.source.kind === 'step') return resultBefore(context, job.source.job);
  return fetcher.fetchTo(job.source.link, files, {
    maxBytes: maxFileBytes,
    timeoutMs: timings.fetchMs,
    signal,
  });
}
