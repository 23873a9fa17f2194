import { stat } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fitPicture, type PictureRung } from '../../../src/core/media/fit/picture-ladder.ts';
import { similarity } from '../../../src/core/media/fit/similarity.ts';
import { files, folder } from '../fixture.ts';
import { animation, cutOut, ffmpeg, keep, lightIn, noise, photograph } from './fixture.ts';

/** Keeps a picture and makes a copy of it for `share` of its bytes. */
async function copyOf(picture: Buffer, share: number) {
  const file = await keep(picture);
  const path = files.path(file.name);
  const target = Math.floor(file.bytes * share);
  const copy = await fitPicture(path, target, folder);
  if (!copy) throw new Error('there is no copy');
  expect(copy.bytes).toBe((await stat(copy.path)).size);
  expect(copy.bytes).toBeLessThanOrEqual(target);
  const { pages = 1, ...meta } = await sharp(copy.path).metadata();
  expect(copy).toMatchObject({ type: `image/${meta.format}`, width: meta.width, height: meta.height });
  return { original: path, target, pages, meta, ...copy };
}

test.each([
  ['opaque', photograph],
  ['transparent', cutOut],
])('a PNG becomes a WebP without loss: %s', async (_, make) => {
  const copy = await copyOf(await make().png({ compressionLevel: 0 }).toBuffer(), 0.7);
  expect(copy).toMatchObject({ rung: 'lossless', type: 'image/webp', width: 480, height: 320 });
  const [before, after] = await Promise.all(
    [copy.original, copy.path].map((path) => sharp(path).ensureAlpha().raw().toBuffer()),
  );
  // What cannot be seen has no colour to keep.
  for (const data of [before, after])
    for (let at = 0; at < (data?.length ?? 0); at += 4) if (data?.[at + 3] === 0) data.fill(0, at, at + 3);
  expect(after && before?.equals(after)).toBe(true);
});

test('then it is compressed as little as it takes, and looks the same by another measure than ours', async () => {
  const copy = await copyOf(await photograph().png().toBuffer(), 0.3);
  expect(copy).toMatchObject({ rung: 'close', type: 'image/webp', width: 480, height: 320 });
  expect(await ffmpeg.ssim(copy.original, copy.path)).toBeGreaterThan(0.975);
  // With more room it is better.
  const better = await copyOf(await photograph().png().toBuffer(), 0.5);
  expect(better.bytes).toBeGreaterThan(copy.bytes);
});

test('one that would no longer look the same is scaled down instead, to the largest that fits', async () => {
  const picture = await noise(400).blur(0.8).png().toBuffer();
  const copy = await copyOf(picture, 0.12);
  expect(copy.rung).toBe('smaller');
  expect(copy.width).toBe(copy.height);
  expect(copy.width).toBeLessThan(400);
  expect(copy.bytes).toBeGreaterThan(copy.target * 0.8);
  // There was a quality at which it fitted at its full size, and it did not look the same.
  const full = await sharp(picture).webp({ quality: 50, smartSubsample: true }).toBuffer();
  expect(full.length).toBeLessThanOrEqual(copy.target);
  expect(similarity(await lightIn(picture), await lightIn(full))).toBeLessThan(0.98);
});

test.each([
  ['close', 0.3],
  ['smaller', 0.06],
] as const)('transparency is kept: %s', async (rung, share) => {
  const copy = await copyOf(await cutOut().png().toBuffer(), share);
  expect(copy.rung).toBe(rung);
  const alphaAt = async (part: number) => {
    const spot = { left: Math.floor(copy.width * part), top: Math.floor(copy.height * part) };
    return (
      await sharp(copy.path)
        .extract({ ...spot, width: 1, height: 1 })
        .raw()
        .toBuffer()
    )[3];
  };
  expect(await alphaAt(0)).toBe(0);
  expect(Math.abs(((await alphaAt(0.5)) ?? 0) - 153)).toBeLessThan(4);
});

test('one that was stored lying on its side stands upright', async () => {
  const lying = await photograph().withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
  const copy = await copyOf(lying, 0.6);
  expect(copy).toMatchObject({ rung: 'close', width: 320, height: 480 });
  expect(copy.meta.orientation ?? 1).toBe(1);
  const upright = await sharp(lying).autoOrient().toBuffer();
  expect(similarity(await lightIn(upright), await lightIn(copy.path))).toBeGreaterThan(0.97);
});

test('colours keep the profile that explains them', async () => {
  const copy = await copyOf(await photograph().withIccProfile('p3').png().toBuffer(), 0.3);
  expect(copy.rung).toBe('close');
  expect(copy.meta.icc?.equals((await sharp(copy.original).metadata()).icc ?? Buffer.alloc(0))).toBe(true);
  // Inks are no colours of a screen, so their profile goes and the colours are converted.
  const inks = await copyOf(await photograph().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(), 0.5);
  expect(inks.meta.space).toBe('srgb');
  expect(similarity(await lightIn(inks.original), await lightIn(inks.path))).toBeGreaterThan(0.95);
});

test('16 bits to a colour are not called the same in 8', async () => {
  const deep = await photograph().toColourspace('rgb16').png().toBuffer();
  expect((await sharp(deep).metadata()).depth).toBe('ushort');
  expect((await copyOf(deep, 0.95)).rung).toBe('close');
});

test('one too wide for WebP becomes a JPEG of the same size, or a WebP as wide as can be when it is clear', async () => {
  const wide = noise(16_500, 40);
  const opaque = await copyOf(await wide.clone().png().toBuffer(), 0.7);
  expect(opaque).toMatchObject({ rung: 'close', type: 'image/jpeg', width: 16_500, height: 40 });
  const clear = await copyOf(await wide.clone().ensureAlpha(0.5).png().toBuffer(), 0.9);
  expect(clear).toMatchObject({ rung: 'smaller', type: 'image/webp' });
  expect(clear.width).toBeGreaterThan(16_000);
});

test('an animation stays one, without loss, compressed and smaller, and is one picture only in the end', async () => {
  const moving = await animation(8, 'gif');
  const rungs: PictureRung[] = [];
  for (const share of [0.9, 0.4, 0.14, 0.07]) {
    const copy = await copyOf(moving, share);
    rungs.push(copy.rung);
    expect(copy.pages).toBe(copy.rung === 'still' ? 1 : 7);
    // The first two frames are one and the same, and may have been joined.
    if (copy.rung !== 'still') expect(copy.meta.delay).toEqual([160, 80, 80, 80, 80, 80, 80]);
  }
  expect(rungs).toEqual(['lossless', 'close', 'smaller', 'still']);
});

test('nothing is nearly as small as that', async () => {
  const file = await keep(await noise(200).png().toBuffer());
  expect(await fitPicture(files.path(file.name), 100, folder)).toBeUndefined();
});
