/** A clip of before and after in step, with FFmpeg: side by side, or one above the other. */
import { join } from 'node:path';
import type { MediaRecord } from '../../domain/media-record.ts';
import { readerOf } from '../readers.ts';
import { labels, measured } from './apart.ts';
import { type ClipWork, encode, encodeFrame } from './clip-work.ts';
import type { Half, Pair, Size } from './task.ts';
import { type Facts, comparisonWords as words } from './words.ts';

export type Side = { path: string; record: MediaRecord };

/** Seconds of both. */
const longest = 5;
/** Pixels along the longer edge of each half: smaller ones are enlarged, so that their labels leave something to be seen. */
const shownEdge = 640;
/** Halves that are so wide stand one above the other. */
const wide = 2.2;

/** @throws the signal's reason; the encoder's error, or that of what measures */
export async function clipInStep(
  before: Side,
  after: Side,
  work: ClipWork,
): Promise<Facts & { path: string }> {
  const { folder, signal } = work;
  const { record } = after;
  const size = sizeOf(record, shownEdge / Math.max(record.width, record.height), 2);
  const isWide = record.width / record.height > wide;
  const halves = [before, after].map(
    (side, index): Half => ({
      ...size,
      left: isWide ? 0 : index * size.width,
      top: isWide ? index * size.height : 0,
      name: index === 0 ? words.before : words.after,
      beside: `${side.record.width} × ${side.record.height}`,
    }),
  );
  const sheet = { width: size.width * (isWide ? 1 : 2), height: size.height * (isWide ? 2 : 1) };
  const drawn = join(folder, 'labels.png');
  await labels({ kind: 'labels', size: sheet, halves, output: drawn }, signal);
  const fps = record.medium === 'video' ? Math.min(60, record.fps) : 25;
  const graph = [
    ...[0, 1].map((index) => `[${index}:v]setpts=PTS-STARTPTS,fps=${fps},${scaledTo(size)}[s${index}]`),
    `[s0][s1]${isWide ? 'vstack' : 'hstack'}=shortest=1[both]`,
    '[both][2:v]overlay[out]',
  ];
  const inputs = [inputOf(before), inputOf(after), { path: drawn, options: ['-f', 'png_pipe'] }];
  const output = join(folder, 'both.mp4');
  await encode(work, { inputs, graph, seconds: longest, output });
  const frames = await framesOf(before, after, work);
  return { ...(await measured({ kind: 'frames', frames }, signal)), path: output };
}

/** Until its last frame begins: from then on there is none to be found. */
const lastFrameAt = ({ record }: Side): number =>
  record.medium === 'video' ? Math.max(0, record.seconds - 1 / record.fps) : Number.POSITIVE_INFINITY;

/** A picture stands still as long as the clip beside it goes on. */
const inputOf = ({ path, record }: Side) => ({
  path,
  options:
    record.medium === 'video'
      ? ['-f', readerOf(record.type), '-t', String(longest)]
      : ['-loop', '1', '-framerate', '25', '-t', String(longest), '-f', 'image2'],
});

/** @param time seconds from its beginning; of a picture it is always the same */
function from(side: Side, time: number) {
  const { path, options } = inputOf(side);
  return { path, options: side.record.medium === 'video' ? ['-ss', String(time), ...options] : options };
}

const scaledTo = ({ width, height }: Size) => `scale=${width}:${height}:flags=lanczos,setsar=1`;

function sizeOf({ width, height }: Size, factor: number, multiple: number): Size {
  const edge = (pixels: number) => Math.max(multiple, multiple * Math.round((pixels * factor) / multiple));
  return { width: edge(width), height: edge(height) };
}

/** Of what is shown, where it is measured; a picture is compared with what the clip begins with. */
const moments = [0.1, 0.5, 0.9];
/** Pixels: frames of what is larger are compared smaller. */
const measuredEdge = 960;

/** Both at one moment, as PNGs at their own sizes. @throws as `clipInStep` */
export async function momentOf(before: Side, after: Side, work: ClipWork): Promise<Pair> {
  const at = Math.min(longest, ...[before, after].map(lastFrameAt)) / 2;
  const [one, other] = await Promise.all(
    [before, after].map(async (side, index) => {
      if (side.record.medium === 'image') return side.path;
      const output = join(work.folder, `moment-${index}.png`);
      // What a picture became is compared where it begins.
      const isClip = before.record.medium === 'video';
      const graph = [`[0:v]${scaledTo(side.record)},format=rgb24[out]`];
      await encodeFrame(work, { inputs: [isClip ? from(side, at) : inputOf(side)], graph, output });
      return output;
    }),
  );
  if (one === undefined || other === undefined) throw new RangeError('nothing to be compared');
  return { before: one, after: other };
}

/** PNGs of both at the same moments, at the source's size, side by side. */
async function framesOf(before: Side, after: Side, work: ClipWork): Promise<string[]> {
  const { width, height } = before.record;
  const size = sizeOf({ width, height }, Math.min(1, measuredEdge / Math.max(width, height)), 1);
  const long = Math.min(longest, ...[before, after].map(lastFrameAt));
  const times = before.record.medium === 'video' ? moments.map((part) => part * long) : [0];
  const outputs: string[] = [];
  for (const time of times) {
    const inputs = [before, after].map((side) => from(side, time));
    const graph = [
      ...[0, 1].map((index) => `[${index}:v]${scaledTo(size)},format=rgb24[s${index}]`),
      '[s0][s1]hstack[out]',
    ];
    const output = join(work.folder, `frame-${outputs.length}.png`);
    await encodeFrame(work, { inputs, graph, output });
    outputs.push(output);
  }
  return outputs;
}
