/** From the times of single pictures to the length, rate and evenness of a clip. */
import type { ClipRecord } from '../../../domain/media-record.ts';

/** Seconds on the clock of whoever plays it. */
export type Shown = { at: number; lasts: number };

export type Timing = Pick<ClipRecord, 'seconds' | 'fps' | 'frames' | 'uneven'>;

/** Seconds by which sound may be ahead without being an opening of its own: codecs need a little to begin. */
const leastOpening = 0.1;

/** Of the usual distance, by which another may differ; Matroska counts in whole ms, so one ms is nothing. */
const tolerance = { share: 0.1, seconds: 0.0011 };

/**
 * Whatever is heard before the first picture belongs to the clip: players show nothing, or that picture, meanwhile.
 * @param pictures in any order
 * @param began when the first sound is heard, or the clip begins with nothing; left out where nothing does
 */
export function timingOf(pictures: readonly Shown[], began = Number.POSITIVE_INFINITY): Timing {
  const sorted = pictures.toSorted((one, other) => one.at - other.at);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) throw new Error('no pictures in it');
  const gaps = sorted.slice(1).map(({ at }, index) => at - (sorted[index]?.at ?? 0));
  const usual = gaps.toSorted((one, other) => one - other)[gaps.length >> 1] ?? last.lasts;
  // Where nothing says how long the last one stays, it is as long as the others.
  const end = last.at + (last.lasts > 0 ? last.lasts : usual);
  const frames = sorted.length;
  const opening = first.at - began > leastOpening ? first.at - began : 0;
  return {
    seconds: rounded(end - first.at + opening),
    fps: rounded(frames / (end - first.at)),
    frames,
    uneven: gaps.some((gap) => Math.abs(gap - usual) > usual * tolerance.share + tolerance.seconds),
  };
}

/** To a millionth: what lies below was lost in reckoning. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
