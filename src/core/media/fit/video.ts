/** Makes a video fit: two passes to a number of bytes, or one picture of it. */
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Encoder } from '../encoder.ts';
import { decodedWith, withinMemory } from '../h264.ts';
import { probe } from '../probe/probe.ts';
import { readerOf } from '../readers.ts';
import { type Clip, leastVideo, type Step, stepsFor } from './video-plan.ts';

export type VideoCopy = {
  path: string;
  type: string;
  bytes: number;
  width: number;
  height: number;
  seconds: number;
};

type Work = {
  path: string;
  /** MIME type by content. */
  type: string;
  clip: Clip;
  encoder: Encoder;
  folder: string;
  signal: AbortSignal;
  /** ms since the process began, performance.now(). */
  deadline: number;
};

/** Pixels in all frames; about two minutes of 1080p. Beyond, the slower settings would take a quarter of an hour. */
const mostThorough = 7_500_000_000;

/** Second passes at one size; short clips miss their rate, by less each time. */
const mostTries = 3;

/**
 * A copy with at most `target` bytes: MP4 of H.264 in 4:2:0 with AAC, as large as its bits allow; undefined when
 * they allow no size.
 * @throws the signal's reason; the encoder's error
 */
export async function fitVideo(work: Work, target: number): Promise<VideoCopy | undefined> {
  for (const step of stepsFor(work.clip, target)) {
    const copy = await encodeTo(work, step, target);
    if (copy) return copy;
  }
  return undefined;
}

async function encodeTo(work: Work, step: Step, target: number): Promise<VideoCopy | undefined> {
  const { clip, folder } = work;
  const statistics = join(folder, `statistics-${step.height}`);
  const output = join(folder, `video-${step.height}.mp4`);
  let { video } = step;
  await run(work, [...picture(work, step, video), '-an', '-pass', '1', '-passlogfile', statistics], output);
  // FFmpeg in WebAssembly keeps its notes to itself; one pass then has to do.
  const noted = await access(`${statistics}-0.log`).then(
    () => true,
    () => false,
  );
  const pass = noted ? ['-pass', '2', '-passlogfile', statistics] : [];
  for (let tries = 0; tries < mostTries && video >= leastVideo(step, clip) * 0.95; tries += 1) {
    const rate = noted ? [] : ['-maxrate', String(video * 1.5), '-bufsize', String(video * 2)];
    await run(work, [...picture(work, step, video), ...sound(step), ...rate, ...pass], output);
    const { size } = await stat(output);
    if (size <= target) return await check(work, output, size);
    video = Math.floor((video - ((size - target) * 8) / clip.seconds) * 0.97);
  }
  return undefined;
}

/** What was written is read: a source that breaks off must not become a shorter video in silence. */
async function check({ clip }: Work, path: string, bytes: number): Promise<VideoCopy> {
  const found = await probe(path);
  if (found.medium !== 'video' || found.seconds < clip.seconds * 0.95 - 0.5)
    throw new Error(`the copy of a video of ${clip.seconds} s is incomplete`);
  const { type, width, height, seconds } = found;
  return { path, type, bytes, width, height, seconds };
}

const picture = ({ clip }: Work, { width, height }: Step, bitsPerSecond: number): string[] => {
  const pixels = width * height;
  const thorough = pixels * clip.fps * clip.seconds <= mostThorough;
  // FFmpeg 7's scaler forgets some descriptions of colour, so it has no part in what keeps its size.
  const scaled =
    width === clip.width && height === clip.height ? [] : [`scale=${width}:${height}:flags=lanczos,setsar=1`];
  return [
    // A capital V: no cover pictures.
    ...['-map', '0:V:0', '-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'],
    // Either range of light as it is: the J only marks the full one.
    ...['-vf', [...scaled, 'format=pix_fmts=yuv420p|yuvj420p'].join(',')],
    ...['-c:v', 'libx264', ...withinMemory(pixels, thorough ? 'medium' : 'veryfast')],
    ...['-b:v', String(bitsPerSecond)],
    ...['-movflags', '+faststart', '-f', 'mp4'],
  ];
};

const sound = ({ audio }: Step): string[] =>
  audio === 0
    ? ['-an']
    : ['-map', '0:a:0', '-c:a', 'aac', '-b:a', String(audio), '-ac', audio < 48_000 ? '1' : '2'];

/**
 * The path of a PNG of one telling frame, at the size of the video.
 * @throws the signal's reason; the encoder's error
 */
export async function posterOf(work: Work): Promise<string> {
  const { width, height, seconds } = work.clip;
  const output = join(work.folder, 'poster.png');
  // The first frame is often black, and of the next two dozen one is the most like the others.
  const filters = `thumbnail=24,scale=${width}:${height}:flags=lanczos,setsar=1,format=rgb24`;
  const frame = ['-map', '0:V:0', '-an', '-vf', filters, '-frames:v', '1', '-update', '1'];
  await run(work, [...frame, '-c:v', 'png', '-f', 'image2'], output, ['-ss', String(seconds / 3)]);
  return output;
}

async function run(work: Work, options: string[], output: string, before: string[] = []): Promise<void> {
  const timeoutMs = Math.round(work.deadline - performance.now());
  if (timeoutMs <= 0) throw new Error('making a video fit took too long');
  await work.encoder.run({
    inputs: [
      {
        path: work.path,
        options: ['-f', readerOf(work.type), ...decodedWith(work.clip.width * work.clip.height), ...before],
      },
    ],
    options,
    output,
    signal: work.signal,
    timeoutMs,
  });
}
