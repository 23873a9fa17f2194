/** The FFmpeg of the lab's work on videos, its time, and what people read where it fails. */
import { FfmpegFailed, FfmpegStopped, FfmpegTooLarge } from '../../ffmpeg/failures.ts';
import { type Ffmpeg, type FfmpegRun, runFfmpeg } from '../../ffmpeg/ffmpeg.ts';
import type { Settings } from '../../models/model.ts';
import type { Clip } from './clip.ts';
import { tooMuch } from './effort.ts';
import { WorkRefused } from './task.ts';

export type Tool = () => Promise<Ffmpeg>;

/** ms after which a piece of work is given up: what is taken on takes a third of it on a machine with nothing else to do. */
export const timeoutMs = 12 * 60_000;

/** What would take too long here is not begun. @throws WorkRefused */
export function checkEffort(model: string, settings: Settings, clip: Clip): void {
  const over = tooMuch(model, settings, clip);
  if (!over) return;
  const [minutes, most] = [over.seconds / 60, over.limit / 60].map((it) => Math.ceil(it));
  throw new WorkRefused(`It would take about ${minutes} minutes here, and at most ${most} are given to it.`);
}

/** Runs FFmpeg. @throws WorkRefused when it fails. */
export async function work(tool: Tool, run: FfmpegRun): Promise<void> {
  await runFfmpeg(await tool(), run).catch(refuse);
}

/** @throws WorkRefused in the place of what FFmpeg says, the error itself where it is another */
export function refuse(error: unknown): never {
  throw error instanceof FfmpegFailed ? failure(error) : error;
}

/** What people read of it; what FFmpeg says is for those who know FFmpeg. */
export const failure = (cause: unknown): WorkRefused =>
  new WorkRefused(
    cause instanceof FfmpegTooLarge
      ? 'The video takes more memory than there is for it here.'
      : cause instanceof FfmpegStopped
        ? 'The video takes more time than there is for it here.'
        : 'The video could not be processed.',
    { cause },
  );
