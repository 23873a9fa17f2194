/** From a fetched file to the result that is kept: looked at, made whole, compared with what was expected, and marked. */
import { findModel } from '../../../models/index.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { differencesOf, transparent } from '../../media/compare/result.ts';
import type { Stored } from '../../media/files.ts';
import { Unclear } from '../../media/metadata/clean.ts';
import { markedCopy } from '../../media/metadata/kept.ts';
import { probe } from '../../media/probe/probe.ts';
import type { Context } from '../context.ts';

/** Our own outputs reach 67 megapixels; a header that claims more than this is not decoded. */
const maxPixels = 300_000_000;

export type Finished = Stored & {
  record: MediaRecord;
  /** The transparency of the source was joined to it by us. */
  joined: boolean;
  differences: Job['differences'];
};

/**
 * @param options.holds hears of the one file that is there, whenever it is another one
 * @throws Failure where it is not what the model gives, or cannot be read; the signal's reason; the disk's own error
 */
export async function finished(
  context: Context,
  job: Job,
  fetched: Stored,
  { maxBytes, signal, holds }: { maxBytes: number; signal: AbortSignal; holds: (name: string) => void },
): Promise<Finished> {
  const { files, encoder } = context;
  const instead = async (before: Stored, after: Stored) => {
    await files.remove(before.name);
    holds(after.name);
  };
  const { name, type } = fetched;
  const record = await probe(files.path(name), { type, maxPixels, encoder });
  checkResult(record, job);
  const came = { ...fetched, record };
  const joined = await transparent(context, job, came, { maxBytes, signal });
  if (joined) await instead(fetched, joined);
  const whole = joined ?? came;
  const differences = await differencesOf(context, job, whole, signal);
  const marked = await copyWithMark(context, job, whole, signal);
  if (marked) await instead(whole, marked);
  return { ...whole, ...marked, joined: joined !== undefined, differences };
}

/** Without what it says of people, and with what made it. What cannot be written into stays as it was: it is paid for. */
async function copyWithMark(
  { files, log }: Context,
  { id, model }: Job,
  result: Stored,
  signal: AbortSignal,
): Promise<Stored | undefined> {
  try {
    return await markedCopy(files, result, findModel(model)?.digitalSource, signal);
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    log.warn({ job: id, err: error }, 'a result is kept with what is written in it');
    return undefined;
  }
}

function checkResult(found: MediaRecord, job: Job): void {
  const needed = findModel(job.model)?.gives ?? found.medium;
  if (found.medium !== needed) throw new Failure('file-wrong-medium', { medium: found.medium, needed });
}
