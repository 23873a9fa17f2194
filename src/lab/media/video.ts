/** FlashVSR and FILM in the lab: enlarging and smoothing videos with FFmpeg's filters. */

import { type Ffmpeg, FfmpegFailed, type FfmpegRun, runFfmpeg } from '../../ffmpeg/ffmpeg.ts';
import { type Clip, readClip } from './clip.ts';
import { type Colour, coloured, conversion, television } from './colour.ts';
import { numberOf, type Task, type Work, WorkRefused } from './task.ts';

/** FlashVSR's own limit, from the provider's page. */
const longestSeconds = 60;
/** Pixels of one frame, about 8192 × 4320: what H.264's highest level holds. */
const largestFrame = 36_000_000;
const timeoutMs = 30 * 60_000;

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
    const width = even(clip.width * scale);
    const height = even(clip.height * scale);
    if (width * height > largestFrame)
      throw new WorkRefused(`The result would be ${width}x${height}; at most 8192x4320 is supported.`);
    const full = task.settings.mode === 'full';
    const range = numberOf(task.settings, 'local_range');
    const colour = task.settings.color_fix ? clip.colour : television;
    const filters = [
      ...denoise(full, range),
      `scale=${width}:${height}:flags=lanczos+accurate_rnd+full_chroma_int:${conversion(clip.colour, colour)}`,
      ...sharpen(full, scale, range),
    ];
    const quality = full ? ['-preset', 'medium', '-crf', '16'] : ['-preset', 'veryfast', '-crf', '18'];
    return convert(tool, task, colour, filters, [...quality, ...soundOptions(clip, true)]);
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

/**
 * `frame_multiplier` N makes N times as many frames for the same time; then the result is shown at `output_fps`.
 * The duration never changes, so the sound stays in step. When the output rate is below the multiplied one, frames
 * are made directly at the output's points in time instead of being made and dropped; when it is above, frames
 * repeat. Multiplier 1 makes no new frames.
 */
export const film =
  (tool: Tool): Work =>
  async (task) => {
    const clip = await readClip(task.source);
    const multiplier = numberOf(task.settings, 'frame_multiplier');
    const fps = numberOf(task.settings, 'output_fps');
    const made = Math.min(clip.fps * multiplier, fps);
    const rate = made === fps ? String(fps) : multiplied(clip.rate, multiplier);
    const filters = [
      // Uneven frame rates are evened out first: interpolation assumes equal steps.
      `fps=${clip.rate}`,
      // The interpolator looks two frames ahead and would end early.
      ...(multiplier > 1 && made > clip.fps ? ['tpad=stop_mode=clone:stop=3', interpolate(rate)] : []),
      `fps=${fps}`,
      ...(clip.width % 2 || clip.height % 2
        ? [`scale=${even(clip.width)}:${even(clip.height)}:flags=lanczos`]
        : []),
    ];
    return convert(tool, task, clip.colour, filters, [
      ...['-frames:v', String(Math.max(1, Math.round(clip.seconds * fps)))],
      ...['-preset', 'veryfast', '-crf', '17'],
      ...soundOptions(clip, task.settings.preserve_audio === true),
    ]);
  };

function interpolate(rate: string): string {
  const motion = 'mi_mode=mci:mc_mode=aobmc:me_mode=bidir:me=epzs:vsbmc=1';
  return `minterpolate=fps=${rate}:${motion}:scd=fdiff:scd_threshold=8`;
}

const even = (size: number): number => size + (size % 2);

const multiplied = (rate: string, by: number): string => {
  const [top = '', bottom] = rate.split('/');
  return `${Number(top) * by}${bottom ? `/${bottom}` : ''}`;
};

/** Sound that MP4 can hold as players expect it is copied untouched; other sound becomes AAC. */
function soundOptions({ sound }: Clip, keep: boolean): string[] {
  if (!keep || sound === undefined) return ['-an'];
  const copied = sound === 'aac' || sound === 'mp3';
  return ['-map', '0:a:0', ...(copied ? ['-c:a', 'copy'] : ['-c:a', 'aac', '-b:a', '192k'])];
}

async function convert(tool: Tool, task: Task, colour: Colour, filters: string[], options: string[]) {
  const type = 'video/mp4';
  const { filter, options: tags } = coloured(colour);
  await work(tool, {
    inputs: [{ path: task.source }],
    options: [
      ...['-map', '0:v:0', '-vf', [...filters, 'setsar=1', filter].join(',')],
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

/** Runs FFmpeg; what it finds wrong with the source is the caller's to read. */
export async function work(tool: Tool, run: FfmpegRun): Promise<void> {
  try {
    await runFfmpeg(await tool(), run);
  } catch (error) {
    if (error instanceof FfmpegFailed)
      throw new WorkRefused(`The video could not be processed: ${error.message}`);
    throw error;
  }
}
