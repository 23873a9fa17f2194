import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Failure } from '../../src/core/domain/failure.ts';
import { probe } from '../../src/core/media/probe/probe.ts';
import { chunk, declaredPng } from '../helpers/sample-media.ts';
import { file, folder } from './fixture.ts';

const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
const photo = (width = 240, height = 160) =>
  sharp({ create: { width, height, channels: 3, background: '#888', noise } });

/** Three frames of 20 × 20, transparent in places. */
const animation = () => {
  const pixels = Uint8Array.from({ length: 20 * 60 * 4 }, (_, at) => (at * 7) % 256);
  return sharp(pixels, { raw: { width: 20, height: 60, channels: 4, pageHeight: 20 } });
};

const formats = {
  jpeg: () => photo().jpeg().toBuffer(),
  'progressive jpeg': () => photo().jpeg({ progressive: true }).toBuffer(),
  png: () => photo().png().toBuffer(),
  'interlaced png': () => photo().png({ progressive: true }).toBuffer(),
  webp: () => photo().webp().toBuffer(),
  'lossless webp': () => photo().webp({ lossless: true }).toBuffer(),
  gif: () => photo().gif().toBuffer(),
  avif: () => photo().avif({ effort: 0 }).toBuffer(),
  tiff: () => photo().tiff({ compression: 'deflate' }).toBuffer(),
};
const names = Object.keys(formats) as (keyof typeof formats)[];

test.each(names)('a %s picture is read by its content', async (name) => {
  const type = `image/${name.split(' ').at(-1)}`;
  expect(await probe(await file(await formats[name]()))).toEqual({
    medium: 'image',
    type,
    width: 240,
    height: 160,
    alpha: false,
    depth: 8,
    light: 'sdr',
    frames: 1,
    varied: true,
  });
});

test.each(names)('a %s picture that breaks off is refused, wherever it does', async (name) => {
  const whole = await formats[name]();
  for (const part of [0.1, 0.5, 0.97]) {
    const path = await file(whole.subarray(0, Math.floor(whole.length * part)));
    const error = await probe(path).catch((thrown: unknown) => thrown);
    if (!(error instanceof Failure)) throw error;
    // A TIFF keeps its directory at the end: without it nothing says that it was a picture.
    expect(error.code, `${part}`).toBe(name === 'tiff' ? 'file-not-media' : 'file-damaged');
  }
});

test('a picture lying on its side is measured as it is shown', async () => {
  const path = await file(await photo().jpeg().withMetadata({ orientation: 6 }).toBuffer());
  expect(await probe(path)).toMatchObject({ width: 160, height: 240 });
});

test('the frames of animations are counted, and their size is that of one frame', async () => {
  const gif = await animation()
    .gif({ delay: [100, 100, 100] })
    .toBuffer();
  const webp = await animation()
    .webp({ delay: [100, 100, 100] })
    .toBuffer();
  const shown = { medium: 'image', width: 20, height: 20, alpha: true, frames: 3 };
  expect(await probe(await file(gif))).toMatchObject({ ...shown, type: 'image/gif' });
  expect(await probe(await file(webp))).toMatchObject({ ...shown, type: 'image/webp' });
  const still = await photo().png().toBuffer();
  const control = chunk('acTL', Buffer.from([0, 0, 0, 7, 0, 0, 0, 0]));
  const animated = Buffer.concat([still.subarray(0, 33), control, still.subarray(33)]);
  expect(await probe(await file(animated))).toMatchObject({ type: 'image/png', frames: 7, width: 240 });
});

test('a picture of 30,000 × 30,000 pixels is refused by its header, in no time and no memory', async () => {
  const path = await file(declaredPng(30_000, 30_000));
  const [started, memory] = [performance.now(), process.memoryUsage().rss];
  await expect(probe(path)).rejects.toMatchObject({
    code: 'picture-too-large',
    facts: { width: 30_000, height: 30_000, limit: 50_000_000 },
  });
  // Decoding it would take 2.7 GB and many seconds.
  expect(process.memoryUsage().rss - memory).toBeLessThan(100e6);
  expect(performance.now() - started).toBeLessThan(3000);
});

test('the limit of pixels can be set, and a picture of just that size passes', async () => {
  const path = await file(await formats.png());
  expect(await probe(path, { maxPixels: 240 * 160 })).toMatchObject({ width: 240 });
  await expect(probe(path, { maxPixels: 240 * 160 - 1 })).rejects.toMatchObject({
    code: 'picture-too-large',
  });
});

test('a picture with a changed byte that its checksums show is refused', async () => {
  const bytes = await formats.png();
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  await expect(probe(await file(bytes))).rejects.toMatchObject({
    code: 'file-damaged',
    facts: { medium: 'image' },
  });
});

test.each([
  ['nothing', '', 'file-empty'],
  ['text', 'not a photo', 'file-not-media'],
  ['an SVG behind the signature of a GIF', 'GIF89a<svg xmlns="http://www.w3.org/2000/svg"/>', 'file-damaged'],
  [
    'a page behind the signature of a JPEG',
    '\xff\xd8\xff\xe0<html><script>alert(1)</script></html>',
    'file-damaged',
  ],
  ['a video that is only a signature', '\0\0\0\x18ftypisom\0\0\0\0isommp42', 'file-damaged'],
])('%s is refused', async (_, content, code) => {
  await expect(probe(await file(Buffer.from(content, 'latin1')))).rejects.toMatchObject({ code });
});

test('a file that is not there is no fault of its content', async () => {
  await expect(probe(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
