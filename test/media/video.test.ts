import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../src/core/domain/failure.ts';
import type { MediaRecord } from '../../src/core/domain/media-record.ts';
import { checkSource, probe } from '../../src/core/media/probe/probe.ts';
import { findFfmpeg, runFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import type { MediaField } from '../../src/models/fields.ts';
import { makerPath } from '../helpers/ffmpeg.ts';
import { file, folder } from './fixture.ts';

/** A clip of 2 s, 64 × 48, 24 fps, with sound, made by FFmpeg with these options for its result. */
async function clip(name: string, ...options: string[]): Promise<string> {
  const path = join(folder, name);
  await runFfmpeg(await findFfmpeg(makerPath), {
    inputs: ['testsrc=s=64x48:r=24:d=2', 'sine=d=2'].map((source) => ({
      path: source,
      options: ['-f', 'lavfi'],
    })),
    options,
    output: path,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
  });
  return path;
}
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

test.each([
  ['mp4', 'video/mp4', h264],
  ['fragmented.mp4', 'video/mp4', [...h264, '-movflags', 'frag_keyframe+empty_moov']],
  ['mov', 'video/quicktime', h264],
  ['mkv', 'video/x-matroska', h264],
  ['webm', 'video/webm', ['-c:v', 'libvpx', '-c:a', 'libopus']],
])('a video as %s is read by its content', async (ending, type, options) => {
  const path = await file(await readFile(await clip(`a.${ending}`, ...options)));
  const result = await probe(path);
  expect(result).toMatchObject({
    medium: 'video',
    type,
    width: 64,
    height: 48,
    seconds: expect.closeTo(2, 1),
    // A fragment's last picture ends with the sound, a little late.
    fps: expect.closeTo(24, 0),
    audio: true,
  });
});

test('a video without sound says so', async () => {
  expect(await probe(await clip('silent.mp4', ...h264, '-an'))).toMatchObject({ audio: false });
});

test('a file with sound only is not a video', async () => {
  await expect(probe(await clip('sound.mp4', '-vn', '-c:a', 'aac'))).rejects.toMatchObject({
    code: 'file-not-media',
    facts: { found: 'audio/mp4' },
  });
});

test('a video that breaks off is refused, with its header first or last, or in clusters', async () => {
  for (const [name, options] of [
    ['first.mp4', ['-movflags', '+faststart']],
    ['last.mp4', []],
    ['clusters.mkv', ['-cluster_time_limit', '200']],
  ] as const) {
    const whole = await readFile(await clip(name, ...h264, ...options));
    const path = await file(whole.subarray(0, Math.floor(whole.length * 0.4)));
    await expect(probe(path), name).rejects.toMatchObject({
      code: 'file-damaged',
      facts: { medium: 'video' },
    });
  }
});

let honest: Promise<Buffer> | undefined;
/** A clip of which the table named has other numbers from `offset` bytes behind its name on. */
async function changed(table: string, offset: number, ...numbers: number[]): Promise<string> {
  honest ??= clip('honest.mov', ...h264, '-bf', '2', '-an').then((path) => readFile(path));
  const bytes = Buffer.from(await honest);
  const at = bytes.indexOf(table);
  expect(at).toBeGreaterThan(0);
  for (const [index, value] of numbers.entries()) bytes.writeUInt32BE(value, at + offset + index * 4);
  return file(bytes);
}

test('a header that claims a short length does not hide a long video', async () => {
  // mvhd: version, created, modified, ticks a second, and then the length in them.
  expect(await probe(await changed('mvhd', 20, 1))).toMatchObject({ seconds: expect.closeTo(2, 1) });
});

test('a video whose pictures are said to last no time is refused', async () => {
  // stts: version, entries, and then for each how many pictures and how many ticks each is shown.
  await expect(probe(await changed('stts', 16, 1))).rejects.toMatchObject({ code: 'file-damaged' });
});

test.each([
  ['fills the memory', 'stts'],
  ['never ends', 'ctts'],
])(
  'a table of four thousand million pictures that %s is given up, and the bot goes on meanwhile',
  async (_, table) => {
    const path = await changed(table, 12, 0xffffffff);
    let turns = 0;
    const turn = setInterval(() => {
      turns += 1;
    }, 20);
    const failed = await probe(path, { processorMs: 1000 }).catch((error: unknown) => error);
    clearInterval(turn);
    expect(failed).toMatchObject({ code: 'file-damaged' });
    expect(turns).toBeGreaterThan(3);
  },
);

const common = { width: 1, height: 1, alpha: false, depth: 8, light: 'sdr' } as const;
const image: MediaRecord = { medium: 'image', type: 'image/png', frames: 1, ...common };
const video: MediaRecord = {
  medium: 'video',
  type: 'video/mp4',
  ...common,
  seconds: 60,
  fps: 24,
  frames: 1440,
  uneven: false,
  codec: 'avc',
  audio: false,
  track: 0,
  further: 0,
};
const field = (medium: 'image' | 'video', maxSeconds?: number): MediaField => ({
  kind: 'media',
  name: 'source',
  title: 'Source',
  description: 'The source',
  required: true,
  medium,
  ...(maxSeconds === undefined ? {} : { maxSeconds }),
});

test('a source of the wrong medium is refused, and one of the right medium passes', () => {
  checkSource(image, field('image'));
  checkSource(video, field('video'));
  expect(() => checkSource(image, field('video'))).toThrow(
    'This needs a video, but the file is a picture. Choose a video.',
  );
  expect(() => checkSource(video, field('image'))).toThrow(Failure);
});

test('a picture that moves is a clip to a model of videos, as long as it moves', () => {
  const seconds = (of: number): MediaRecord => ({
    ...image,
    frames: 2,
    moving: { seconds: of, fps: 1, loops: 0 },
  });
  checkSource(seconds(2), field('image'));
  checkSource(seconds(60), field('video', 60));
  expect(() => checkSource(seconds(61), field('video', 60))).toThrow('lasts 61.0 s');
  // Pages follow one another in no time.
  expect(() => checkSource({ ...image, frames: 2 }, field('video'))).toThrow('needs a video');
});

test('a video is as long as the model takes, or too long', () => {
  checkSource(video, field('video', 60));
  expect(() => checkSource({ ...video, seconds: 60.01 }, field('video', 60))).toThrow(
    'The video lasts 60.1 s, but this model takes at most 60 s. Cut it first.',
  );
});
