/** A clip once more as a picture that moves, GIF or WebP, as large and as fluent as a limit allows. */
import { stat } from 'node:fs/promises';
import { createLimit } from '../../../async/limit.ts';
import type { MediaFile } from '../../domain/job.ts';
import type { ClipRecord, MovingType } from '../../domain/media-record.ts';
import type { Log } from '../../log.ts';
import type { Encoder } from '../encoder.ts';
import type { Files, Stored } from '../files.ts';
import { limitShare } from '../fit/fit.ts';
import { largestThatFits } from '../fit/largest.ts';
import { keepMarked, markBytes } from '../metadata/kept.ts';
import { probe } from '../probe/probe.ts';
import { type Encoded, encodeMoving, paletteOf, type Work } from './encode.ts';
import { pixelsOf, rungsFor, sizeAt } from './plan.ts';

type Facts = { type: string; bytes: number; width: number; height: number; fps: number };

/** What people are told of it; `words.ts` says it. */
export type MovingChange = { from: Facts & { audio: boolean }; to: Facts };

export type Moved = Stored & { change: MovingChange };

/**
 * A copy of a clip in the data folder, like any other file there; undefined where none fits into the limit that would be
 * worth looking at, or none could be made: that is logged.
 * @param to.loops how often it is shown; 0 for ever
 * @throws the signal's reason, with nothing left behind; the file system's error when the file is gone
 */
export type AsMoving = (
  file: Pick<MediaFile, 'name'>,
  to: { type: MovingType; loops: number },
  limitBytes: number,
  options: { signal: AbortSignal },
) => Promise<Moved | undefined>;

/** Whatever the limit: what is larger nobody waits for. */
const mostBytes = 100_000_000;

/** Bytes for a pixel, until the first try tells. */
const usualBytes: Readonly<Record<MovingType, number>> = { gif: 0.25, webp: 0.05 };

/** Tries at one rate. */
const mostTries = 4;

/** @param options.longestMs for all tries together; what fits by then is taken */
export function createMoving(options: {
  files: Files;
  log: Pick<Log, 'warn'>;
  encoder: Encoder;
  longestMs?: number;
}): AsMoving {
  const { files, log, encoder, longestMs = 240_000 } = options;
  // Each takes a whole processor.
  const turn = createLimit(1);

  return async ({ name }, { type, loops }, limit, { signal }) => {
    const path = files.path(name);
    const { size } = await stat(path);
    const target = Math.min(mostBytes, Math.floor(limit * limitShare));
    return turn(signal, async () => {
      const { path: folder, remove } = await files.workFolder();
      try {
        const clip = await probe(path, { encoder });
        if (clip.medium !== 'video') return undefined;
        const deadline = performance.now() + longestMs;
        const work: Work = { path, clip, type, loops, encoder, folder, signal, deadline };
        const made = await largest(work, target - markBytes, log);
        if (!made) return undefined;
        const kept = await keepMarked(files, made.path, { like: path, maxBytes: target, signal });
        const { width, height, fps } = made;
        const from = { ...factsOf(clip), bytes: size, audio: clip.audio };
        return { ...kept, change: { from, to: { type: kept.type, bytes: kept.bytes, width, height, fps } } };
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error }, 'a video could not be made a picture that moves');
        return undefined;
      } finally {
        await remove();
      }
    });
  };
}

const factsOf = ({ type, width, height, fps }: ClipRecord) => ({ type, width, height, fps });

/** The largest at the highest rate at which it is not too small. @throws the signal's reason; the encoder's error */
async function largest(work: Work, target: number, log: Pick<Log, 'warn'>): Promise<Encoded | undefined> {
  const { clip, type, signal } = work;
  const palette = type === 'gif' ? await paletteOf(work) : undefined;
  const rungs = rungsFor(clip);
  let [each, measured] = [usualBytes[type], false];
  let best: Encoded | undefined;
  for (const [index, { fps, low, high }] of rungs.entries()) {
    const least = each * pixelsOf(clip, { fps, power: low });
    // A guess has to be far over, and at the last rate nothing is left to be guessed.
    if (index < rungs.length - 1 && least > target * (measured ? 1.3 : 4)) continue;
    const make = async (power: number): Promise<Encoded> => {
      const made = await encodeMoving(work, { ...sizeAt(clip, power), fps }, palette);
      [each, measured] = [made.bytes / pixelsOf(clip, { fps, power }), true];
      if (made.bytes <= target && made.bytes > (best?.bytes ?? 0)) best = made;
      return made;
    };
    const first = Math.log((target * 0.9) / (each * pixelsOf(clip, { fps, power: 0 }))) / 2;
    await largestThatFits(make, {
      low,
      high,
      first,
      target,
      tries: mostTries,
      slope: 1.8,
      finest: 0.03,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      if (!best) throw error;
      log.warn({ err: error }, 'a picture that moves is smaller than it could be');
    });
    if (best) return best;
  }
  return undefined;
}
