/** What of a track is shown, and when: edit lists (ISO/IEC 14496-12, 8.6.6), of which mediabunny knows only where the first begins. */
import { boxAt, boxesIn, topBox } from '../boxes.ts';
import type { Shown } from './timing.ts';

/** Seconds. */
export type Edit = {
  /** Where it begins on the track's own clock; undefined for a part in which nothing is shown. */
  from: number | undefined;
  lasts: number;
};

/** Edits; editing programs write a dozen. */
const mostEdits = 10_000;

/** @param id of the track; none: it is shown as it is */
export async function readEdits(path: string, id: number): Promise<Edit[]> {
  const movie = await topBox(path, ['moov']);
  const movieClock = movie && clockOf(boxAt(movie, 'mvhd'));
  if (!movie || !movieClock) return [];
  const track = boxesIn(movie)
    .filter(({ type }) => type === 'trak')
    .map(({ start, end }) => movie.subarray(start, end))
    .find((it) => idOf(boxAt(it, 'tkhd')) === id);
  const list = track && boxAt(track, 'edts', 'elst');
  const clock = track && clockOf(boxAt(track, 'mdia', 'mdhd'));
  if (!list || !clock) return [];
  const long = list[0] === 1;
  const [width, wide] = long ? [20, 8] : [12, 4];
  const count = Math.min(list.readUInt32BE(4), mostEdits, Math.floor((list.length - 8) / width));
  return Array.from({ length: count }, (_, index) => {
    const at = 8 + index * width;
    const lasts = long ? Number(list.readBigUInt64BE(at)) : list.readUInt32BE(at);
    const from = long ? Number(list.readBigInt64BE(at + wide)) : list.readInt32BE(at + wide);
    return { from: from < 0 ? undefined : from / clock, lasts: lasts / movieClock };
  });
}

/** Ticks a second. */
const clockOf = (header: Buffer | undefined) => header?.readUInt32BE(header[0] === 1 ? 20 : 12);

const idOf = (header: Buffer | undefined) => header?.readUInt32BE(header[0] === 1 ? 20 : 12);

/**
 * The pictures that are shown, on the clock of whoever plays it.
 * @param pictures as mediabunny gives them: from where the first edit shows them
 */
export function edited(pictures: readonly Shown[], edits: readonly Edit[]): Shown[] {
  const first = edits.findIndex(({ from }) => from !== undefined);
  if (first < 0) return [...pictures];
  const before = edits.slice(0, first).reduce((sum, { lasts }) => sum + lasts, 0);
  const toTrack = (edits[first]?.from ?? 0) - before;
  const shown: Shown[] = [];
  let at = 0;
  for (const { from, lasts } of edits) {
    // In a file of fragments nobody knows the length yet, and says none: all that comes.
    const end = lasts === 0 && edits.length === first + 1 ? Number.POSITIVE_INFINITY : lasts;
    if (from !== undefined)
      for (const picture of pictures) {
        const inside = picture.at + toTrack - from;
        // Whichever is shown for the larger part of its time.
        if (inside < -picture.lasts / 2 - 1e-6 || inside >= end - 1e-3) continue;
        const begin = Math.max(0, inside);
        shown.push({ at: at + begin, lasts: Math.min(inside + picture.lasts, end) - begin });
      }
    at += lasts;
  }
  return shown;
}

/** Whether it begins with a part in which nothing is shown. */
export const beginsEmpty = ([first]: readonly Edit[]): boolean =>
  first !== undefined && first.from === undefined && first.lasts > 0;
