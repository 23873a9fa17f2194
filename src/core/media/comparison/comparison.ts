/** What a result did to its source, to be looked at: before and after, the one wiped over the other, or where it is changed. */
import { join } from 'node:path';
import { createLimit } from '../../../async/limit.ts';
import type { Medium } from '../../../models/fields.ts';
import type { MediaFile } from '../../domain/job.ts';
import type { ComparisonType } from '../../domain/media-record.ts';
import type { Log } from '../../log.ts';
import { convert } from '../convert/convert.ts';
import { conversionOf } from '../convert/plan.ts';
import type { Encoder } from '../encoder.ts';
import type { Files, Stored } from '../files.ts';
import { keepMarked } from '../metadata/kept.ts';
import { probe } from '../probe/probe.ts';
import { measured } from './apart.ts';
import { clipInStep, momentOf, type Side } from './in-step.ts';
import { wipeClip } from './wipe.ts';
import type { Caption, Facts } from './words.ts';

export type Compared = Stored & { facts: Facts };

/** Both are kept files. `takes`: what the model took the source as. */
export type Compare = (
  files: { source: MediaFile; result: MediaFile; takes: Medium },
  options: { as: ComparisonType; caption: Caption; signal: AbortSignal },
) => Promise<Compared | undefined>;

/** Whatever is made is far smaller. */
const maxBytes = 20_000_000;

/**
 * A picture or a clip in the data folder, like any other file there; undefined where none can be made: that is logged.
 * A clip is compared in step whatever is asked for.
 * @throws the signal's reason, with nothing left behind
 */
export function createCompare(options: { files: Files; log: Pick<Log, 'warn'>; encoder: Encoder }): Compare {
  const { files, log, encoder } = options;
  // Each takes a processor and some hundred megabytes.
  const turn = createLimit(1);

  return ({ source, result, takes }, { as, caption, signal }) =>
    turn(signal, async () => {
      const { path: folder, remove } = await files.workFolder();
      const before = files.path(source.name);
      const after = files.path(result.name);
      try {
        const { path, facts } = await comparedFiles(
          { before, after, takes },
          { as, caption, encoder, folder, signal },
        );
        return { ...(await keepMarked(files, path, { like: after, maxBytes, signal })), facts };
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error }, 'a result could not be compared with its source');
        return undefined;
      } finally {
        await remove();
      }
    });
}

/**
 * The same of any two files, in `folder`.
 * @throws the signal's reason; Failure where one of them cannot be read; Error where nothing can be made of them
 */
export async function comparedFiles(
  { before, after, takes }: { before: string; after: string; takes: Medium },
  { as, caption, ...work }: Work & { as: ComparisonType; caption: Caption },
): Promise<{ path: string; facts: Facts }> {
  const sides = {
    before: await legible(before, takes, work),
    after: { path: after, record: await probe(after, { encoder: work.encoder }) },
  };
  const { path, ...facts } = await drawn(sides, as, { ...work, caption });
  return { path, facts };
}

type Work = { encoder: Encoder; folder: string; signal: AbortSignal };

async function drawn(
  { before, after }: { before: Side; after: Side },
  as: ComparisonType,
  { caption, ...work }: Work & { caption: Caption },
): Promise<Facts & { path: string }> {
  if (after.record.medium === 'video' && as !== 'still') return clipInStep(before, after, work);
  const pair =
    as === 'still' ? await momentOf(before, after, work) : { before: before.path, after: after.path };
  if (as === 'wipe') return wipeClip(pair, work);
  const output = join(work.folder, 'comparison.jpg');
  const kind = as === 'heat' ? 'heat' : 'picture';
  return { ...(await measured({ kind, ...pair, caption, output }, work.signal)), path: output };
}

/** The source as what draws can read it: itself, or the copy that the model was sent. @throws as `comparedFiles` */
export async function legible(path: string, takes: Medium, { encoder, folder, signal }: Work): Promise<Side> {
  const record = await probe(path, { encoder });
  const conversion = conversionOf(record, takes);
  if (!conversion) return { path, record };
  const copy = await convert({ path, record, folder, encoder, signal }, conversion);
  return { path: copy, record: await probe(copy, { encoder }) };
}
