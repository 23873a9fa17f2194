/** FILM in the lab: frames between a clip's frames, where the motion has them. */
import { availableParallelism } from 'node:os';
import { FfmpegFailed } from '../../ffmpeg/failures.ts';
import { startFfmpeg, takesPipes } from '../../ffmpeg/piped.ts';
import { threadsFor } from '../../node/threads.ts';
import { frameBytes } from './between/moved.ts';
import { openBetween } from './between/pool.ts';
import { type Clip, readClip } from './clip.ts';
import { coloured, conversion } from './colour.ts';
import { madePixels, mostMoved } from './effort.ts';
import { createMemory, framesOf } from './frames.ts';
import { type Made, smoother } from './smoother.ts';
import { numberOf, type Task, type Work } from './task.ts';
import { checkEffort, failure, type Tool, timeoutMs, work } from './tool.ts';
import { evenSize, soundOptions } from './video.ts';

/** More threads than that wait for FFmpeg, not for each other. */
const mostThreads = 8;
/** Bytes of frames that are on their way at once. */
const heldBytes = 60_000_000;
/** Pixels of a frame past which the encoder is hurried: it takes longer than all the rest. */
const largeFrame = 500_000;

/**
 * `frame_multiplier` N makes N times as many frames for the same time; then the result is shown at `output_fps`.
 * The duration never changes, so the sound stays in step. When the output rate is below the multiplied one, frames
 * are made directly at the output's points in time instead of being made and dropped; when it is above, frames
 * repeat. Multiplier 1 makes no new frames. A picture that begins after the sound is shown from the beginning.
 */
export const film =
  (tool: Tool): Work =>
  async (task) => {
    const clip = await readClip(task.source);
    checkEffort('video-frame-interpolation', task.settings, clip);
    const ffmpeg = await tool();
    const type = 'video/mp4';
    if (takesPipes(ffmpeg)) await interpolated(task, clip, ffmpeg, task.target(type));
    else await filtered(task, clip, tool, task.target(type));
    return { type };
  };

async function interpolated(
  task: Task,
  clip: Clip,
  ffmpeg: Awaited<ReturnType<Tool>>,
  target: string,
): Promise<void> {
  const fps = numberOf(task.settings, 'output_fps');
  const size = evenSize(clip.width, clip.height);
  const { filter, options } = coloured(clip.colour);
  // All of it ends with any of it.
  const over = new AbortController();
  const signal = AbortSignal.any([task.signal, over.signal]);
  const encoder = startFfmpeg(
    ffmpeg,
    [
      ...['-v', 'error', '-f', 'rawvideo', '-pixel_format', filter.replace('format=', '')],
      ...['-video_size', `${size.width}x${size.height}`, '-framerate', String(fps), '-i', 'pipe:0'],
      ...['-protocol_whitelist', 'file,pipe', '-i', task.source, '-map', '0:v'],
      ...soundOptions(clip, task.settings.preserve_audio === true, 1),
      ...['-c:v', 'libx264', ...quality(size), ...options],
      ...['-threads', String(threadsFor(size.width * size.height))],
      ...['-movflags', '+faststart', '-map_metadata', '-1', target],
    ],
    { signal, timeoutMs },
  );
  encoder.output.resume();
  const pool = openBetween(size, {
    threads: Math.min(mostThreads, availableParallelism()),
    still: madePixels(clip, fps) > mostMoved,
    signal,
  });
  const ahead = Math.max(4, Math.min(64, Math.floor(heldBytes / frameBytes(size))));
  const memory = createMemory(frameBytes(size));
  const write = async ({ ready, pixels, spare }: Made) => {
    await ready;
    if (encoder.input.write(new Uint8Array(pixels))) return;
    await Promise.race([new Promise((next) => encoder.input.once('drain', next)), encoder.ended]);
    // All of it has gone out; what is still held back is not to be written over.
    for (const free of spare) memory.give(free);
  };
  try {
    const pending: Made[] = [];
    const frames = framesOf(ffmpeg, task.source, clip, size, { signal, memory });
    for await (const made of smoother(frames, clip, task.settings, { fill: pool.fill, take: memory.take })) {
      pending.push(made);
      const due = pending.length > ahead ? pending.shift() : undefined;
      if (due) await write(due);
    }
    for (const made of pending) await write(made);
    encoder.input.end();
    await encoder.ended;
  } catch (error) {
    task.signal.throwIfAborted();
    throw error instanceof FfmpegFailed ? failure(error) : error;
  } finally {
    over.abort();
    await pool.close();
  }
}

const quality = ({ width, height }: { width: number; height: number }): string[] =>
  width * height > largeFrame
    ? ['-preset', 'ultrafast', '-crf', '19']
    : ['-preset', 'veryfast', '-crf', '17'];

/** With an FFmpeg that knows files only: by its own interpolator, which mixes; slow and for short clips. */
async function filtered(task: Task, clip: Clip, tool: Tool, output: string): Promise<void> {
  const fps = numberOf(task.settings, 'output_fps');
  const { width, height } = evenSize(clip.width, clip.height);
  const { filter, options } = coloured(clip.colour);
  const more = numberOf(task.settings, 'frame_multiplier') > 1 && fps > clip.fps;
  const total = Math.max(1, Math.round(clip.seconds * fps));
  const filters = [
    `scale=${width}:${height}:flags=lanczos:${conversion(clip.colour, clip.colour)},setsar=1`,
    // It looks two frames ahead and would end early.
    ...(more ? ['tpad=stop_mode=clone:stop=3', `minterpolate=fps=${fps}:mi_mode=blend`] : []),
    // Its end is cut here and not by -frames:v, at which older FFmpegs end the sound, too, wherever it is.
    `fps=${fps}:start_time=0,tpad=stop_mode=clone:stop=${total},trim=end_frame=${total},${filter}`,
  ];
  await work(tool, {
    inputs: [{ path: task.source }],
    options: [
      ...['-map', `0:V:${clip.track}`, '-vf', filters.join(',')],
      ...['-c:v', 'libx264', ...quality({ width, height }), ...options],
      ...[...soundOptions(clip, task.settings.preserve_audio === true, 0), '-map_metadata', '-1'],
    ],
    output,
    signal: task.signal,
    timeoutMs,
  });
}
