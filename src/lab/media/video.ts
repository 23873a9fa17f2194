/** FlashVSR and FILM in the lab: enlarging and smoothing videos with FFmpeg's filters. */

import { FfmpegFailed } from '../../ffmpeg/failed.ts';
import { type Ffmpeg, type FfmpegRun, runFfmpeg } from '../../ffmpeg/ffmpeg.ts';
import { type Clip, readClip } from './clip.ts';
import { type Colour, coloured, conversion, television } from './colour.ts';
import { numberOf, type Task, type Work, WorkRefused } from './task.ts';

/** FlashVSR's own limit, from the provider's page. */
const longestSeconds = 60;
/** Pixels of one frame, about 8192 × 4320: what H.264's highest level holds. */
const largestFrame = 36_000_000;
/** ms after which a piece of work is given up. */
export const timeoutMs = 30 * 60_000;

/** Pixels of a frame past which speed and memory count. */
const largeFrame = 4_000_000;

export type Tool = () => Promise<Ffmpeg>;

/**
 * Exactly `scale` times the width and height as shown. Where that is odd (odd source, scale 1 or 3) it is one pixel
 * more: 4:2:0 H.264, the one kind that plays everywhere, has only even sizes.
 */
export const flashvsr =
  (tool: Tool): Work =>
  async (task) => {
    const clip = await readClip(task.source);
    if (clip.seconds > longestSeconds + 0.5)
      throw new WorkRefused(
        `The video lasts ${clip.seconds.toFixed(1)} s; at most ${longestSeconds} s is supported.`,
      );
    const scale = numberOf(task.settings, 'scale');
    const { width, height } = evenSize(clip.width * scale, clip.height * scale);
    if (width * height > largestFrame)
      throw new WorkRefused(`The result would be ${width}x${height}; at most 8192x4320 is supported.`);
    const full = task.settings.mode === 'full';
    const range = numberOf(task.settings, 'local_range');
    const colour = task.settings.color_fix ? clip.colour : television;
    const large = width * height > largeFrame;
    const filters = [
      ...denoise(full, range),
      // Before a large frame is made it costs a quarter and less.
      ...(large ? sharpen(full, 1, range) : []),
      `scale=${width}:${height}:flags=lanczos+accurate_rnd+full_chroma_int:${conversion(clip.colour, colour)}`,
      ...(large ? [] : sharpen(full, scale, range)),
    ];
    const quality = large
      ? // Without looking ahead, since every frame that is held takes tens of megabytes.
        ['-preset', 'ultrafast', '-tune', 'zerolatency', '-crf', full ? '16' : '18']
      : full
        ? ['-preset', 'medium', '-crf', '16']
        : ['-preset', 'veryfast', '-crf', '18'];
    return convert(tool, task, clip, colour, filters, [...quality, ...soundOptions(clip, true, 0)]);
  };

/** Noise goes before enlarging, where it is small; a longer range holds still areas steadier over time. */
function denoise(full: boolean, range: number): string[] {
  const temporal = (range / 5).toFixed(2);
  const light = `hqdn3d=0.8:0.6:${temporal}:${temporal}`;
  return full ? [`atadenoise=0a=0.02:0b=0.03:1a=0.02:1b=0.03:2a=0.02:2b=0.03:s=7`, light] : [light];
}

/**
 * A short range sharpens the finest detail, a long one wider contours and less. Most of it is left to the filter that
 * adapts to contrast, since it leaves no halos.
 */
function sharpen(full: boolean, scale: number, range: number): string[] {
  const size = Math.min(13, 3 + 2 * Math.round(((range - 5) / 10) * 2 + (scale - 1) * 0.67));
  const amount = (0.5 - 0.03 * (range - 5)).toFixed(2);
  return [`unsharp=${size}:${size}:${amount}:${size}:${size}:0`, `cas=${full ? 0.6 : 0.4}:planes=1`];
}

const even = (size: number): number => size + (size % 2);

/** 4:2:0 H.264, the one kind that plays everywhere, has only even sizes. */
export const evenSize = (width: number, height: number): { width: number; height: number } => ({
  width: even(width),
  height: even(height),
});

/** Sound that MP4 can hold as players expect it is copied untouched; other sound becomes AAC. */
export function soundOptions({ sound }: Clip, keep: boolean, input: number): string[] {
  if (!keep || sound === undefined) return ['-an'];
  const copied = sound === 'aac' || sound === 'mp3';
  return ['-map', `${input}:a:0`, ...(copied ? ['-c:a', 'copy'] : ['-c:a', 'aac', '-b:a', '192k'])];
}

async function convert(
  tool: Tool,
  task: Task,
  clip: Clip,
  colour: Colour,
  filters: string[],
  options: string[],
) {
  const type = 'video/mp4';
  const { filter, options: tags } = coloured(colour);
  await work(tool, {
    inputs: [{ path: task.source }],
    options: [
      ...['-map', `0:V:${clip.track}`, '-vf', [...filters, 'setsar=1', filter].join(',')],
      // Every frame at its own time, whatever rate the file claims.
      ...['-fps_mode', 'vfr', '-enc_time_base', '1:90000'],
      ...options,
      ...tags,
      ...['-c:v', 'libx264', '-movflags', '+faststart', '-map_metadata', '-1'],
    ],
    output: task.target(type),
    signal: task.signal,
    timeoutMs,
  });
  return { type };
}

/** Runs FFmpeg. @throws WorkRefused when it fails. */
export async function work(tool: Tool, run: FfmpegRun): Promise<void> {
  try {
    await runFfmpeg(await tool(), run);
  } catch (error) {
    throw error instanceof FfmpegFailed ? failure(error) : error;
  }
}

/** What people read of it; what FFmpeg says is for those who know FFmpeg. */
export const failure = (cause: unknown): WorkRefused =>
  new WorkRefused('The video could not be processed.', { cause });
