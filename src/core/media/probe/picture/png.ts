/** What the chunks of a PNG say, which sharp leaves out (PNG, 3rd edition, 5 and 11). */
import { type FileHandle, open } from 'node:fs/promises';
import type { PictureRecord } from '../../../domain/media-record.ts';
import { shownFor } from './delays.ts';

/** A picture has a dozen chunks before its data, and an animation some for each of its frames. */
const mostChunks = 200_000;

/** ITU-T H.273, table 3, as `cICP` has it. */
const lights: Readonly<Record<number, 'pq' | 'hlg'>> = { 16: 'pq', 18: 'hlg' };

/** @throws Error where an animation ends before its last chunk; of a still picture its decoder says so */
export async function readPng(
  path: string,
): Promise<Pick<PictureRecord, 'depth' | 'light' | 'frames' | 'moving'>> {
  const file = await open(path);
  try {
    const found = await walk(file);
    const { depth, light, frames, plays, seconds, ended } = found;
    if (frames <= 1) return { depth, light, frames: 1 };
    if (!ended) throw new Error('the animation breaks off');
    const shown = Math.max(seconds, 0.001);
    return { depth, light, frames, moving: { seconds: shown, fps: frames / shown, loops: plays } };
  } finally {
    await file.close();
  }
}

async function walk(file: FileHandle) {
  const found = {
    depth: 8,
    light: 'sdr' as PictureRecord['light'],
    frames: 1,
    plays: 0,
    seconds: 0,
    ended: false,
  };
  const chunk = Buffer.alloc(34);
  for (let position = 8, seen = 0; seen < mostChunks; seen += 1) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead < 12) return found;
    const name = chunk.toString('latin1', 4, 8);
    // Colours of fewer bits stand in a palette of 8.
    if (name === 'IHDR') found.depth = Math.max(8, chunk.readUInt8(16));
    if (name === 'cICP') found.light = lights[chunk.readUInt8(9)] ?? 'sdr';
    // Before the first picture data (11.3.6.1); where it is missing nothing moves, and no more is to be known.
    if (name === 'acTL') {
      found.frames = Math.max(1, chunk.readUInt32BE(8));
      found.plays = chunk.readUInt32BE(12);
    }
    if (name === 'IDAT' && found.frames === 1) return found;
    if (name === 'fcTL') found.seconds += delayOf(chunk);
    if (name === 'IEND') {
      found.ended = true;
      return found;
    }
    position += 12 + chunk.readUInt32BE(0);
  }
  return found;
}

/** Seconds (11.3.6.2). */
function delayOf(control: Buffer): number {
  const [part, whole] = [control.readUInt16BE(28), control.readUInt16BE(30)];
  return shownFor((part / (whole || 100)) * 1000) / 1000;
}
