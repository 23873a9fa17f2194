/** Pictures and streams that only FFmpeg reads: one picture of them, small, which shows that they can be decoded. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import type { PictureRecord } from '../../domain/media-record.ts';
import type { Encoder } from '../encoder.ts';
import { readerOf } from '../readers.ts';
import { readingBusy, tooHeavy } from './busy.ts';
import type { Kind } from './kinds.ts';
import { type Bounds, readApart } from './reader.ts';

export type Work = {
  path: string;
  kind: Kind;
  encoder: Encoder;
  maxPixels: number;
  bounds: Bounds;
};

/** A folder for the work that is gone after it. */
export async function inFolder<Made>(work: (folder: string) => Promise<Made>): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-read-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** ms of processor time that FFmpeg in WebAssembly takes to start; some heads of JPEG XL keep FFmpeg busy for ever. */
const startMs = 4_000;

/**
 * FFmpeg on the file, as the one type that it is: no other of its many readers is ever given a stranger's file.
 * @throws Failure file-damaged, file-too-heavy, reader-busy, file-needs-ffmpeg
 */
export async function runOn(work: Work, options: string[], output: string): Promise<void> {
  const { path, kind, encoder, bounds, maxPixels } = work;
  const input = ['-f', readerOf(kind.type), '-threads', '1', '-max_pixels', String(maxPixels)];
  // A picture with a fault is damaged. A stream that was cut out of another begins with pictures that lack theirs.
  const strict = kind.medium === 'image' ? ['-xerror'] : [];
  try {
    const signal = new AbortController().signal;
    await encoder.run({
      inputs: [{ path, options: [...input, '-fflags', '+genpts'] }],
      options: [...options, ...strict],
      output,
      signal,
      timeoutMs: bounds.readingMs,
      processorMs: startMs + bounds.processorMs,
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name } = error;
    if (name === 'FfmpegStopped') throw readingBusy(kind.medium, error);
    if (name === 'FfmpegTooLarge') throw tooHeavy(kind.medium, error);
    if (name === 'FfmpegLacks')
      throw new Failure('file-needs-ffmpeg', { found: kind.type, lacks: true }, { cause: error });
    // Only of a run is it said so; otherwise there was none.
    if (name !== 'FfmpegFailed')
      throw new Failure('file-needs-ffmpeg', { found: kind.type }, { cause: error });
    throw new Failure('file-damaged', { medium: kind.medium }, { cause: error });
  }
}

/** Pixels of the longer side. */
const small = 64;

/**
 * Decodes the first picture and says what of it can be seen in a small copy.
 * @param depth what a copy in 16 bits stands for where the file does not say
 * @throws as `runOn`
 */
export function firstPicture(
  work: Work,
  options: string[],
): Promise<Pick<PictureRecord, 'alpha' | 'depth' | 'light'>> {
  return inFolder(async (folder) => {
    const copy = join(folder, 'first.png');
    const scaled = `scale=${small}:${small}:flags=fast_bilinear`;
    const frame = ['-frames:v', '1', '-vf', scaled, '-an', '-sn', '-dn', '-c:v', 'png', '-f', 'image2'];
    await runOn(work, [...options, ...frame, '-update', '1'], copy);
    const found = await readApart({ path: copy, type: 'image/png', maxPixels: small * small }, work.bounds);
    if (found === 'busy') throw readingBusy(work.kind.medium);
    if (found === 'heavy') throw tooHeavy(work.kind.medium);
    // It ended well and wrote nothing: there was nothing to be decoded.
    if (!('medium' in found)) throw new Failure('file-damaged', { medium: work.kind.medium });
    const { alpha, depth, light } = found;
    return { alpha, depth, light };
  });
}
