/** The track of an AVIF that moves (AV1 Image File Format, 3): frames, times, loops. */
import type { PictureRecord } from '../../../domain/media-record.ts';
import { boxAt, boxesIn, topBox } from '../boxes.ts';

/** Entries of a table of times; each stands for as many frames as it says. */
const mostEntries = 100_000;

/** Undefined for a still picture. @throws Error where its tables are not whole */
export async function readSequence(
  path: string,
): Promise<Pick<PictureRecord, 'frames' | 'moving'> | undefined> {
  const movie = await topBox(path, ['moov']);
  if (!movie) return undefined;
  const track = boxesIn(movie)
    .filter(({ type }) => type === 'trak')
    .map(({ start, end }) => movie.subarray(start, end))
    .find((it) => boxAt(it, 'mdia', 'hdlr')?.toString('latin1', 8, 12) === 'pict');
  const times = track && boxAt(track, 'mdia', 'minf', 'stbl', 'stts');
  const clock = track && boxAt(track, 'mdia', 'mdhd');
  if (!times || !clock) return undefined;
  const ticksPerSecond = clock.readUInt32BE(clock[0] === 1 ? 20 : 12);
  let [frames, ticks] = [0, 0];
  const entries = Math.min(times.readUInt32BE(4), mostEntries);
  for (let entry = 0; entry < entries; entry += 1) {
    const [count, each] = [times.readUInt32BE(8 + entry * 8), times.readUInt32BE(12 + entry * 8)];
    frames += count;
    ticks += count * each;
  }
  const seconds = ticks / ticksPerSecond;
  if (frames <= 1) return undefined;
  if (!(seconds > 0 && Number.isFinite(seconds))) throw new Error('the sequence takes no time');
  return { frames, moving: { seconds, fps: frames / seconds, loops: loopsOf(track, seconds) } };
}

/** An edit that is marked to be repeated, for as long as the track is said to last (4.2.2 of AVIF, 9.6.1 of HEIF). */
function loopsOf(track: Buffer, seconds: number): number {
  const edits = boxAt(track, 'edts', 'elst');
  const header = boxAt(track, 'tkhd');
  if (!edits || !header || ((edits[3] ?? 0) & 1) === 0) return 1;
  const long = header[0] === 1;
  const duration = long ? Number(header.readBigUInt64BE(28)) : header.readUInt32BE(20);
  const forEver = long ? duration >= 2 ** 63 : duration === 0xffffffff;
  const once = edits[0] === 1 ? Number(edits.readBigUInt64BE(8)) : edits.readUInt32BE(8);
  return forEver || seconds === 0 || once === 0 ? 0 : Math.max(1, Math.round(duration / once));
}
