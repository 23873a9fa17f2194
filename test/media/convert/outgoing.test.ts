/** What leaves the house of each type that people post, read by others than those who made it. */

import { readdir, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { convert } from '../../../src/core/media/convert/convert.ts';
import { conversionOf } from '../../../src/core/media/convert/plan.ts';
import type { EncoderRun } from '../../../src/core/media/encoder.ts';
import { outgoing } from '../../../src/core/media/outgoing.ts';
import { probe } from '../../../src/core/media/probe/probe.ts';
import { ffmpegEncoder } from '../../../src/ffmpeg/encoder.ts';
import type { Medium } from '../../../src/models/fields.ts';
import { ffmpegPath, readsAll } from '../../helpers/ffmpeg.ts';
import { luma, tracks } from '../../helpers/sample-media.ts';
import { files, folder, pieces } from '../fixture.ts';
import { h264, heic, made } from './samples.ts';

const encoder = ffmpegEncoder(ffmpegPath);
const { signal } = new AbortController();

/** What becomes of a file on its way to a model. */
async function sent(bytes: Uint8Array, takes: Medium) {
  const kept = await files.keep(pieces(bytes, 1_000_000), { maxBytes: 1e9 });
  const record = await probe(files.path(kept.name), { encoder });
  const copy = await outgoing({ files, encoder }, kept, { record, takes, signal });
  return { ...copy, record, kept: files.path(kept.name) };
}
/** What this FFmpeg has no decoder of. */
const unread = { code: 'file-needs-ffmpeg', facts: { lacks: true } };
const read = async (...given: Parameters<typeof made>) => readFile(await made(...given));

/** The colour in a picture, at parts of its width and height. */
async function colourAt(path: string, across: number, down: number): Promise<number[]> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const at = Math.floor(info.height * down) * info.width + Math.floor(info.width * across);
  return [...data.subarray(at * info.channels, (at + 1) * info.channels)];
}
const near = (one: number[], other: number[], by = 12) =>
  expect(Math.max(...one.map((value, index) => Math.abs(value - (other[index] ?? 0))))).toBeLessThan(by);

describe('what every model reads is sent as it is', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('%s', async (format) => {
    const bytes = await sharp({ create: { width: 9, height: 7, channels: 3, background: '#a52' } })
      .toFormat(format)
      .toBuffer();
    const { path, kept, type, remove } = await sent(bytes, 'image');
    expect(type).toBe(`image/${format}`);
    expect(await sharp(path).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer());
    expect((await readFile(path)).length).toBeLessThanOrEqual(bytes.length);
    await remove();
    expect(await readFile(kept)).toEqual(bytes);
  });

  test('a clip of H.264', async () => {
    const bytes = await read(folder, 'a.mp4', h264);
    const { path, type, remove } = await sent(bytes, 'video');
    const copy = await readFile(path);
    expect({ type, length: copy.length }).toEqual({ type: 'video/mp4', length: bytes.length });
    // What is taken out stands in the index; the pictures are the same bit by bit.
    const [at, end] = [bytes.indexOf('mdat'), bytes.indexOf('moov')];
    expect(copy.subarray(at, Math.max(at, end)).equals(bytes.subarray(at, Math.max(at, end)))).toBe(true);
    expect(end).toBeGreaterThan(at);
    await remove();
  });
});

describe('a picture becomes one that every model reads', () => {
  test('HEIC in tiles, turned: upright, its profile applied', async () => {
    const { icc } = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#f00' } })
      .withIccProfile('p3')
      .png()
      .toBuffer()
      .then((it) => sharp(it).metadata());
    const [plain, wide] = await Promise.all(
      [new Uint8Array(), new Uint8Array(icc ?? [])].map(async (profile) =>
        sent(await heic(folder, { columns: 2, turns: 1, profile }), 'image'),
      ),
    );
    if (!plain || !wide) throw new Error('nothing was sent');
    const found = await sharp(plain.path).metadata();
    expect(found).toMatchObject({ format: 'png', width: 128, height: 256, hasAlpha: false });
    // Two equal tiles side by side, on their side.
    near(await colourAt(plain.path, 0.5, 0.1), await colourAt(plain.path, 0.5, 0.6), 3);
    expect(await colourAt(wide.path, 0.3, 0.3)).not.toEqual(await colourAt(plain.path, 0.3, 0.3));
    for (const { remove } of [plain, wide]) await remove();
  });

  test('HEIC and AVIF with alpha keep it; the folder of the work is gone afterwards', async () => {
    const halves = await sharp({ create: { width: 20, height: 10, channels: 4, background: '#2a58' } })
      .avif({ quality: 90 })
      .toBuffer();
    for (const bytes of [await heic(folder, { alpha: true }), halves]) {
      const { path, type, remove } = await sent(bytes, 'image');
      expect(type).toBe('image/png');
      expect(await sharp(path).metadata()).toMatchObject({ format: 'png', hasAlpha: true });
      await remove();
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('work-'))).toEqual([]);
  });

  test('TIFF, GIF and WebP of several pictures: the first one', async () => {
    const frames = await Promise.all(
      ['#f00', '#00f'].map((background) =>
        sharp({ create: { width: 12, height: 8, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const joined = () => sharp(frames, { join: { animated: true } });
    const several = [joined().gif(), joined().webp({ lossless: true }), joined().tiff()];
    for (const picture of several) {
      const { path, remove } = await sent(await picture.toBuffer(), 'image');
      expect(await sharp(path).metadata()).toMatchObject({ format: 'png', width: 12, height: 8 });
      near((await colourAt(path, 0.5, 0.5)).slice(0, 3), [255, 0, 0], 3);
      await remove();
    }
  });

  test.each([
    ['jxl', ['-c:v', 'libjxl', '-distance', '0.1']],
    ['bmp', []],
    ['ico', ['-pix_fmt', 'bgra']],
    ['jp2', ['-c:v', 'jpeg2000']],
  ] as const)('%s', async (ending, codec) => {
    const bytes = await read(folder, `a.${ending}`, ['-frames:v', '1', ...codec]);
    const png = await made(folder, 'a.png', ['-frames:v', '1']);
    if (ending === 'jxl' && !readsAll) return expect(sent(bytes, 'image')).rejects.toMatchObject(unread);
    const { path, remove } = await sent(bytes, 'image');
    expect(await sharp(path).metadata()).toMatchObject({ format: 'png', width: 128, height: 96 });
    for (const [x, y] of [
      [0.1, 0.1],
      [0.6, 0.4],
      [0.2, 0.9],
    ] as const)
      near((await colourAt(path, x, y)).slice(0, 3), (await colourAt(png, x, y)).slice(0, 3));
    await remove();
  });

  test('a drawing, large enough to be worked on and with nothing from outside', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="12"><circle cx="6" cy="6" r="5" fill="#0a0"/></svg>';
    const { path, remove } = await sent(Buffer.from(svg), 'image');
    const found = await sharp(path).metadata();
    expect(found).toMatchObject({ format: 'png', width: 1024, height: 512, hasAlpha: true });
    expect(await colourAt(path, 0.25, 0.5)).toEqual([0, 170, 0, 255]);
    expect(await colourAt(path, 0.75, 0.5)).toEqual([0, 0, 0, 0]);
    await remove();
  });

  test('a large photograph becomes a JPEG of which nobody sees that it is one', async () => {
    const [width, height] = [1280, 960];
    const grain = { type: 'gaussian', mean: 128, sigma: 20 } as const;
    const photo = sharp({ create: { width, height, channels: 3, background: '#888', noise: grain } });
    const { path, type, remove } = await sent(await photo.avif({ effort: 0 }).toBuffer(), 'image');
    expect(type).toBe('image/jpeg');
    expect(await sharp(path).metadata()).toMatchObject({ chromaSubsampling: '4:4:4', width, height });
    await remove();
  });
});

test('a conversion that ran out of time is no fault of the file', async () => {
  const bytes = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#2a5' } })
    .tiff()
    .toBuffer();
  const kept = await files.keep(pieces(bytes), { maxBytes: 1e6 });
  const path = files.path(kept.name);
  const record = await probe(path, { tries: 3 });
  const conversion = conversionOf(record, 'image');
  if (!conversion) throw new Error('nothing was to be done');
  const work = { path, record, folder, encoder, signal };
  await expect(convert({ ...work, pictureMs: 1 }, conversion)).rejects.toMatchObject({ code: 'reader-busy' });
  // And one that is broken is.
  await writeFile(path, bytes.subarray(0, 20));
  await expect(convert(work, conversion)).rejects.toMatchObject({ code: 'not-convertible' });
});

test('a conversion by FFmpeg that holds too much is too heavy, one without time is not its fault, neither is damaged', async () => {
  const bytes = await read(folder, 'a.bmp', ['-frames:v', '1']);
  const kept = await files.keep(pieces(bytes), { maxBytes: 1e6 });
  const path = files.path(kept.name);
  const record = await probe(path, { encoder, tries: 3 });
  const conversion = conversionOf(record, 'image');
  if (!conversion) throw new Error('nothing was to be done');
  const within = (bounds: { memoryBytes?: number; timeoutMs?: number }) => ({
    run: (run: EncoderRun) => {
      // It would end before it was looked at.
      const slow = { ...run, options: [...run.options, '-vf', 'scale=6000:6000:flags=lanczos'] };
      return encoder.run({ ...slow, ...bounds });
    },
  });
  const bound = (bounds: Parameters<typeof within>[0]) =>
    convert({ path, record, folder, encoder: within(bounds), signal }, conversion);
  const heavy = bound({ memoryBytes: 1_000_000 });
  await expect(heavy).rejects.toMatchObject({ code: 'file-too-heavy' });
  await expect(heavy).rejects.toThrow(
    'The picture takes more memory or time than this machine has for one file. Make it smaller first.',
  );
  await expect(bound({ timeoutMs: 1 })).rejects.toMatchObject({ code: 'reader-busy' });
});

describe('a clip becomes MP4 with its index in front', () => {
  const sound = ['-c:a', 'aac'];
  test.each([
    ['avi', ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le']],
    ['ts', [...h264, ...sound]],
    ['mpg', ['-c:v', 'mpeg2video', '-c:a', 'mp2']],
    ['3gp', [...h264, ...sound]],
    ['flv', [...h264, ...sound]],
    ['wmv', ['-c:v', 'wmv2', '-c:a', 'wmav2']],
    ['mov', ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le']],
    ['mov', ['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le', '-c:a', 'aac']],
  ] as const)('%s of %s', async (ending, codec) => {
    const bytes = await read(folder, `a.${ending}`, codec, { sound: true });
    const { path, type, remove, record } = await sent(bytes, 'video');
    expect(type).toBe('video/mp4');
    const found = await tracks(path);
    expect(found).toMatchObject({ width: 128, height: 96, codec: 'avc', sound: { codec: 'aac' } });
    expect(found.frames).toBe(record.frames);
    expect(Math.abs(found.end - found.start - 1)).toBeLessThan(0.05);
    expect(Math.abs((found.sound?.end ?? 0) - 1)).toBeLessThan(0.1);
    const copy = await readFile(path);
    expect(copy.indexOf('moov')).toBeLessThan(copy.indexOf('mdat'));
    await remove();
  });

  test('wide pixels become square ones, and all is shown', async () => {
    for (const ending of ['mp4', 'ts'] as const) {
      const bytes = await read(folder, `wide.${ending}`, ['-vf', 'setsar=2', ...h264], { seconds: 0.2 });
      const { path, record, remove } = await sent(bytes, 'video');
      expect(record, ending).toMatchObject({ width: 256, height: 96, stretched: true });
      const copy = await probe(path);
      expect(copy, ending).toMatchObject({ width: 256, height: 96, frames: 5 });
      expect(copy).not.toHaveProperty('stretched');
      await remove();
    }
  });

  test('what is already H.264 is not written anew', async () => {
    const path = await made(folder, 'a.mp4', [...h264, '-bf', '0', '-movflags', '+faststart']);
    const bytes = await read(folder, 'a.ts', [...h264, '-bf', '0', '-bsf:v', 'h264_mp4toannexb']);
    const copy = await sent(bytes, 'video');
    // Slices of 4:2:0 that were written anew would not be equal byte for byte; the last ones stand at the end.
    const last = (await readFile(path)).subarray(-300).toString('hex');
    expect((await readFile(copy.path)).subarray(-300).toString('hex')).toBe(last);
    await copy.remove();
  });

  test('high dynamic range becomes what screens show, ten bits become eight', async () => {
    // What each calls white on paper: 203 nits, at 58 % of one signal and 75 % of the other (ITU-R BT.2408).
    for (const [transfer, light, signal] of [
      ['smpte2084', 'pq', 573],
      ['arib-std-b67', 'hlg', 721],
    ] as const) {
      const colours = ['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc'];
      const white = `format=yuv420p10le,geq=lum=${signal}:cb=512:cr=512`;
      const x265 = ['-c:v', 'libx265', '-x265-params', 'log-level=none', '-tag:v', 'hvc1'];
      const bytes = await read(folder, `${light}.mp4`, ['-vf', white, ...x265, ...colours], { seconds: 0.2 });
      const { path, record, remove } = await sent(bytes, 'video');
      expect(record).toMatchObject({ light, depth: 10 });
      expect(await tracks(path)).toMatchObject({ codec: 'avc', frames: 5, colour: { transfer: 'bt709' } });
      const [grey] = await luma(path);
      expect(grey?.[5000]).toBeGreaterThan(190);
      expect(grey?.[5000]).toBeLessThan(250);
      await remove();
    }
  });
});

describe('a picture that moves becomes a clip', () => {
  const frames = () =>
    Promise.all(
      ['#f00', '#0f0', '#0000ff80'].map((background) =>
        sharp({ create: { width: 33, height: 31, channels: 4, background } })
          .png()
          .toBuffer(),
      ),
    );
  const delay = [200, 10, 300];
  const byFfmpeg = {
    apng: ['-vf', 'format=rgb24,crop=33:31', '-plays', '0'],
    avif: ['-vf', 'crop=34:32', '-c:v', 'libaom-av1', '-cpu-used', '8'],
  };

  test.each(['gif', 'webp', 'apng', 'avif'] as const)('%s, each picture at its own time', async (format) => {
    const joined = sharp(await frames(), { join: { animated: true } });
    const bytes =
      format === 'gif'
        ? await joined.gif({ delay }).toBuffer()
        : format === 'webp'
          ? await joined.webp({ delay, lossless: true }).toBuffer()
          : await read(folder, `a.${format}`, byFfmpeg[format], { rate: 5, seconds: 0.6 });
    if (format === 'avif' && !readsAll) return expect(sent(bytes, 'video')).rejects.toMatchObject(unread);
    const { path, type, record, remove } = await sent(bytes, 'video');
    expect(type).toBe('video/mp4');
    const found = await tracks(path);
    // Sizes are even in 4:2:0; the last row and column stand twice.
    expect(found).toMatchObject({ width: 34, height: 32, codec: 'avc', frames: 3, start: 0 });
    expect(found.end).toBeCloseTo(0.6, 2);
    expect(record).toMatchObject({ medium: 'image', moving: { seconds: expect.closeTo(0.6, 3) } });
    await remove();
  });
});
