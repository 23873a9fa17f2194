/** A result beside its source and what was expected of it, before it is on record. */
import { findModel } from '../../../models/index.ts';
import type { Job, MediaFile } from '../../domain/job.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import type { Log } from '../../log.ts';
import { conversionOf } from '../convert/plan.ts';
import type { Encoder } from '../encoder.ts';
import type { Files, Stored } from '../files.ts';
import { outgoing } from '../outgoing.ts';
import { canJoin, joinAlpha } from './alpha.ts';
import { isBlank } from './blank.ts';
import { differences } from './differences.ts';
import { shapeOf } from './shape.ts';

type Context = { files: Files; log: Log; encoder?: Encoder | undefined };
type Result = Stored & { record: MediaRecord };

/**
 * The result with the transparency of its source, where the model drops that and its file type holds it; undefined where
 * nothing is to be done, or it does not work: the result is there all the same.
 */
export async function transparent(
  { files, log, encoder }: Context,
  { id, model: name, settings, sourceFile }: Job,
  result: Result,
  limits: { maxBytes: number; signal: AbortSignal },
): Promise<Result | undefined> {
  const { name: file, type, record } = result;
  const { width, height } = record;
  const source = sourceFile?.record;
  const model = findModel(name);
  const expected = source && model?.expect(settings, shapeOf(source, model.takes));
  if (!sourceFile || !source || !expected?.alpha || record.alpha || !canJoin(record)) return undefined;
  try {
    // What sharp does not read lies behind the copy that the model got.
    const isReadable = !conversionOf(source, 'image');
    const copy = isReadable
      ? undefined
      : await outgoing({ files, encoder }, sourceFile, { ...limits, record: source, takes: 'image' });
    try {
      const path = copy?.path ?? files.path(sourceFile.name);
      const joined = await joinAlpha(files, path, { name: file, type, width, height }, limits);
      return { ...joined, record: { ...record, alpha: true } };
    } finally {
      await copy?.remove();
    }
  } catch (error) {
    limits.signal.throwIfAborted();
    log.warn({ job: id, err: error }, 'the transparency of a source could not be joined to its result');
    return undefined;
  }
}

/** What of it is not as expected. */
export async function differencesOf(
  context: Context,
  { model: name, settings, sourceFile }: Job,
  { record: result, name: file }: Result,
  signal: AbortSignal,
): Promise<Job['differences']> {
  const model = findModel(name);
  if (!model) return undefined;
  const blank = await isBlankedOut(context, sourceFile, { name: file, record: result }, signal);
  const found = differences(model, settings, sourceFile?.record, { result, blank });
  return found.length > 0 ? found : undefined;
}

/** What is of one colour although its source is not. */
async function isBlankedOut(
  { files, log, encoder }: Context,
  source: MediaFile | undefined,
  result: Pick<Result, 'name' | 'record'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (!source) return false;
  const look = ({ name, record }: Pick<MediaFile, 'name' | 'record'>) =>
    isBlank({ path: files.path(name), record }, { encoder, signal });
  try {
    return (await look(result)) && !(await look(source));
  } catch (error) {
    signal.throwIfAborted();
    // A source that only other readers can read.
    log.debug({ err: error }, 'a result was not looked at for being blank');
    return false;
  }
}
