/** FlashVSR and FILM in the lab: enlarging and smoothing videos with FFmpeg's filters. */

import { takesPipes } from '../../ffmpeg/piped.ts';
import { threadsFor } from '../../node/threads.ts';
import { type Clip, readClip } from './clip.ts';
import { type Colour, coloured, conversion, television } from './colour.ts';
import { runGated } from './gated.ts';
import { numberOf, type Task, type Work, WorkRefused } from './task.ts';
import { checkEffort, refuse, type Tool, timeoutMs, work } from './tool.ts';

/** FlashVSR's own limit, from the provider's page. */
const longestSeconds = 60;
/** Pixels of one frame, about 8192 × 4320: what H.264's highest level holds. */
const largestFrame = 36_000_000;
/** Pixels of a frame past which speed and memory count, and past which few may be on their way. */
const [largeFrame, gatedFrame] = [4_000_000, 12_000_000];
/** Pixels of frames that may be on their way. */
const aheadPixels = 50_000_000;

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
    checkEffort('flashvsr', task.settings, clip);
    const full = task.settings.mode === 'full';
    const range = numberOf(task.settings, 'local_range');
    const colour = task.settings.color_fix ? clip.colour : television;
    const large = width * height > largeFrame;
    const before = [
      ...denoise(full, range),
      // Before a large frame is made it costs a quarter and less.
      ...(large ? sharpen(full, 1, range) : []),
    ];
    const kind = `lanczos${large ? '' : '+accurate_rnd+full_chroma_int'}`;
    const after = [
      `scale=${width}:${height}:flags=${kind}:${conversion(clip.colour, colour)}`,
      ...(large ? [] : sharpen(full, scale, range)),
    ];
    const quality = large
      ? // Without looking ahead, since every frame that is held takes tens of megabytes.
        ['-preset', 'ultrafast', '-tune', 'zerolatency', '-crf', full ? '16' : '20']
      : full
        ? ['-preset', 'medium', '-crf', '16']
        : ['-preset', 'veryfast', '-crf', '18'];
    const threads = large ? [] : ['-threads', String(threadsFor(width * height))];
    const options = [...quality, ...threads, ...soundOptions(clip, true, 0)];
    return convert(tool, task, { clip, colour, before, after, options, pixels: width * height });
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

type Conversion = {
  clip: Clip;
  colour: Colour;
  /** Filters of the frames as they are, and those that make them larger. */
  before: readonly string[];
  after: readonly string[];
  options: readonly string[];
  /** Of a frame of the result. */
  pixels: number;
};

async function convert(tool: Tool, task: Task, conversion: Conversion): Promise<{ type: string }> {
  const { clip, colour, before, options: more, pixels } = conversion;
  const type = 'video/mp4';
  const { filter, options: tags } = coloured(colour);
  const after = [...conversion.after, 'setsar=1', filter];
  const options = [
    // Every frame at its own time, whatever rate the file claims.
    ...['-fps_mode', 'vfr', '-enc_time_base', '1:90000', ...(clip.uneven ? lastUntil(clip.seconds) : [])],
    ...more,
    ...tags,
    ...['-c:v', 'libx264', '-movflags', '+faststart', '-map_metadata', '-1'],
  ];
  const { source: path, signal } = task;
  const output = task.target(type);
  const ffmpeg = await tool();
  if (pixels > gatedFrame && takesPipes(ffmpeg)) {
    const ahead = Math.max(1, Math.floor(aheadPixels / pixels));
    const gated = { path, clip, before, after, options, output, ahead, signal, timeoutMs };
    await runGated(ffmpeg, gated).catch(refuse);
  } else
    await work(tool, {
      inputs: [{ path }],
      options: ['-map', `0:V:${clip.track}`, '-vf', [...before, ...after].join(','), ...options],
      output,
      signal,
      timeoutMs,
    });
  return { type };
}

/**
 * Has the last frame stay until there were so many seconds: encoders take it for as long as any other. MP4 looks at this of
 * the last one in the file alone, which is the last that is shown where none depends on later ones; so each says how long it
 * is until the end. Sound that begins a little earlier counts nothing.
 */
const lastUntil = (seconds: number): string[] => [
  ...['-bf', '0', '-bsf:v'],
  `setts=duration='st(0,${seconds}/TB-PTS+if(lte(STARTPTS*TB,0.1),STARTPTS,0));if(gt(ld(0),0),ld(0),DURATION)'`,
];
