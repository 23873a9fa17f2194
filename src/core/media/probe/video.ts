/** What a video holds, by its packets: what its header says of its length is a claim like any other. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { typescriptFlags } from '../../../node/typescript-flags.ts';
import { Failure } from '../../domain/failure.ts';
import type { MediaRecord } from '../../domain/media-record.ts';

/** What video-reader.ts prints. `refused`: the MIME type it has instead of the one it was taken for; `damaged`: why. */
const readingSchema = z.union([
  z.object({
    width: z.int().positive(),
    height: z.int().positive(),
    seconds: z.number().positive(),
    fps: z.number().positive(),
    audio: z.boolean(),
  }),
  z.object({ refused: z.string() }),
  z.object({ damaged: z.string() }),
]);
export type VideoReading = z.infer<typeof readingSchema>;

/** MB of objects; an hour of video takes a few. Beyond it the reader ends, not the bot. */
const readingMegabytes = 256;

const run = promisify(execFile);
const reader = fileURLToPath(new URL('./video-reader.ts', import.meta.url));

/**
 * Reads a video of the type its bytes show, in a program of its own (video-reader.ts says why).
 * @throws Failure file-not-media when there is sound only or the reader takes it for another type, file-damaged;
 * anything else is our own trouble with starting the reader.
 */
export async function probeVideo(path: string, type: string, readingMs: number): Promise<MediaRecord> {
  const reading = await readApart(path, type, readingMs);
  if ('refused' in reading) throw new Failure('file-not-media', { found: reading.refused });
  if ('damaged' in reading)
    throw new Failure('file-damaged', { medium: 'video' }, { cause: new Error(reading.damaged) });
  const { width, height, seconds, fps, audio } = reading;
  const rest = {
    alpha: false,
    depth: 8,
    light: 'sdr',
    uneven: false,
    codec: 'avc',
    track: 0,
    further: 0,
  } as const;
  return {
    medium: 'video',
    type,
    width,
    height,
    seconds,
    fps,
    audio,
    frames: Math.max(1, Math.round(seconds * fps)),
    ...rest,
  };
}

async function readApart(path: string, type: string, readingMs: number): Promise<VideoReading> {
  const limits = [`--max-old-space-size=${readingMegabytes}`];
  const ended = run(process.execPath, [...limits, ...typescriptFlags(reader), reader, path, type], {
    timeout: readingMs,
    // It may be in a loop that hears nothing gentler.
    killSignal: 'SIGKILL',
    // No key or token of ours is any business of a program that reads what strangers send.
    env: {},
  });
  const { stdout } = await ended.catch((error: { signal?: string; code?: unknown }) => {
    // Ended for its time, or by itself when its memory was full: a file that does this is not one to pay for.
    if (error.signal) return { stdout: JSON.stringify({ damaged: `the reader ended with ${error.signal}` }) };
    throw error;
  });
  return readingSchema.parse(JSON.parse(stdout));
}
