/** Makes a result small enough to be posted, and one that plays there, losing as little as can be; and says what was lost. */
import { stat } from 'node:fs/promises';
import { createLimit } from '../../../async/limit.ts';
import type { MediaFile } from '../../domain/job.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import type { Log } from '../../log.ts';
import type { Encoder } from '../encoder.ts';
import type { Files } from '../files.ts';
import { keepMarked, markBytes } from '../metadata/kept.ts';
import { probe } from '../probe/probe.ts';
import { playableCopy } from './playable.ts';
import { hindrance } from './plays.ts';
import { type Kind, type SmallerCopy, smallerCopy } from './smaller-copy.ts';

/** What people are told of a file; `words/fit.ts` says it. */
export type Facts = Pick<MediaFile, 'type' | 'bytes' | 'width' | 'height' | 'seconds'>;

export type Change = {
  /** `none`: nothing fits; `to` is the original, to be handed over in another way. */
  kind: Kind | 'none';
  from: Facts;
  to: Facts;
  /** Bytes that may be posted. */
  limit: number;
};

export type Fitted = MediaFile & { change: Change | undefined };

export type Fit = {
  /**
   * The file itself when its real size is within 0.98 of the limit and, by its record, it plays where it is posted;
   * otherwise a copy that is and does, kept in the data folder like any other file: it goes when its lifetime is over,
   * and the original stays. Where no copy can be made it is the file itself, with a change of kind `none` when it is too
   * large: what stands in the way is logged, never thrown. What is said of the file beside its record is not relied on.
   * @throws the signal's reason, with nothing left behind; the file system's error when the file is gone
   */
  fitTo(file: MediaFile, limitBytes: number, options: { signal: AbortSignal }): Promise<Fitted>;
};

/** Of a limit, for the file itself: limits have been told wrongly by a little, and a request has a frame around its file. */
export const limitShare = 0.98;

/** Pixels: as for the results themselves; a header that claims more is not decoded. */
const maxPixels = 300_000_000;

/**
 * @param options.encoder without one a video that is too large stays as it is
 * @param options.pictureMs the longest a picture may take; 67 megapixels take about 20 s
 * @param options.videoMs the longest a video may take, after which one picture of it must do
 */
export function createFit(options: {
  files: Files;
  log: Pick<Log, 'warn'>;
  encoder?: Encoder;
  pictureMs?: number;
  videoMs?: number;
}): Fit {
  const { files, log, encoder, pictureMs = 120_000, videoMs = 600_000 } = options;
  // Each takes all the cores or half a gigabyte; a short picture does not wait for a long video.
  const limits = { image: createLimit(1), video: createLimit(1) };

  /** It says what its original says of how it was made; it was to leave room for that. */
  const keep = async (
    copy: SmallerCopy,
    { original, maxBytes, signal }: { original: string; maxBytes: number; signal: AbortSignal },
  ): Promise<MediaFile> => {
    const kept = await keepMarked(files, copy.path, { like: original, maxBytes, signal });
    const { width, height, seconds } = copy;
    return { ...kept, width, height, ...(seconds === undefined ? {} : { seconds }) };
  };

  return {
    async fitTo(given, limit, { signal }) {
      signal.throwIfAborted();
      const path = files.path(given.name);
      const file = { ...given, bytes: (await stat(path)).size };
      const target = Math.floor(limit * limitShare);
      const small = file.bytes <= target;
      const stuck = await hindrance(given, path);
      if (small && !stuck) return { ...file, change: undefined };
      let from = factsOf(file);
      const turn = limits[file.type.startsWith('video/') ? 'video' : 'image'];
      const made = await turn(signal, () =>
        inFolder(files, async (folder) => {
          const found = await probe(path, { maxPixels, encoder });
          from = probedFacts(found, file.bytes);
          const work = { path, target: target - markBytes, folder, signal, encoder, log, pictureMs, videoMs };
          const playable = small && stuck && (await playableCopy(work, found, stuck));
          const copy = playable || (await smallerCopy(work, found));
          // One picture of it is worth less than a file that opens somewhere else.
          if (small && copy?.kind === 'poster') return undefined;
          return (
            copy && { kind: copy.kind, file: await keep(copy, { original: path, maxBytes: target, signal }) }
          );
        }),
      ).catch((error: unknown) => {
        signal.throwIfAborted();
        log.warn({ err: error }, 'a file could not be made to fit');
        return undefined;
      });
      if (!made) return { ...file, change: small ? undefined : { kind: 'none', from, to: from, limit } };
      return { ...made.file, change: { kind: made.kind, from, to: factsOf(made.file), limit } };
    },
  };
}

const factsOf = ({ type, bytes, width, height, seconds }: Facts): Facts => ({
  type,
  bytes,
  width,
  height,
  ...(seconds === undefined ? {} : { seconds }),
});

const probedFacts = (found: MediaRecord, bytes: number): Facts =>
  factsOf({ ...found, bytes, seconds: found.medium === 'video' ? found.seconds : undefined });

/** A folder for the work that is gone after it. */
async function inFolder<Made>(files: Files, work: (folder: string) => Promise<Made>): Promise<Made> {
  const { path, remove } = await files.workFolder();
  try {
    return await work(path);
  } finally {
    await remove();
  }
}
