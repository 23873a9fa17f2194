/** Files that FFmpeg makes, for tests of what is read in them. */

import { join } from 'node:path';
import { ffmpegEncoder } from '../../src/ffmpeg/encoder.ts';
import { ffmpegPath, makerPath } from '../helpers/ffmpeg.ts';
import { folder } from './fixture.ts';

/** Under test. */
export const encoder = ffmpegEncoder(ffmpegPath);
const maker = ffmpegEncoder(makerPath);

/** In the folder of the test, under this name. @param options all, inputs among them */
export async function made(name: string, options: readonly string[]): Promise<string> {
  const output = join(folder, name);
  const signal = new AbortController().signal;
  await maker.run({ inputs: [], options: [...options], output, signal, timeoutMs: 60_000 });
  return output;
}

/** A picture that moves, for one second where nothing else is said. */
export const card = (size = '64x48', rate = 10, seconds = 1): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`],
];
export const tone = (seconds = 1): string[] => ['-f', 'lavfi', '-i', `sine=440:d=${seconds}`];
export const h264: string[] = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
