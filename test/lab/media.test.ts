import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { difference, gradientEnergy, grey, photo, textured } from '../helpers/sample-media.ts';
import { useMediaLab } from './client.ts';

const { run } = useMediaLab();

const esrgan = async (source: Buffer, settings: Record<string, unknown>) =>
  (await run('esrgan', 'image', source, settings)).content;
const clarity = async (source: Buffer, settings: Record<string, unknown>) =>
  (await run('clarityai-flux-upscaler', 'image', source, { prompt: '', ...settings })).content;

describe('ESRGAN', () => {
  test.each([2, 4, 8])('enlarges exactly %i times, in every format', async (scale) => {
    const source = await photo({ width: 61, height: 43 });
    for (const output_format of ['jpeg', 'png', 'webp'])
      expect(await sharp(await esrgan(source, { scale, output_format })).metadata()).toMatchObject({
        format: output_format,
        width: 61 * scale,
        height: 43 * scale,
      });
  });

  test('is sharper than a bicubic enlargement and keeps its content', async () => {
    const source = await photo({ width: 160, height: 120 });
    for (const scale of [2, 4]) {
      const ours = await esrgan(source, { scale, output_format: 'png' });
      const plain = await sharp(source)
        .resize(160 * scale, 120 * scale, { kernel: 'cubic' })
        .png()
        .toBuffer();
      expect(await gradientEnergy(ours)).toBeGreaterThan(1.1 * (await gradientEnergy(plain)));
      expect(difference((await grey(ours)).data, (await grey(plain)).data)).toBeLessThan(5);
    }
  });

  test('an edge gets no halo worth seeing', async () => {
    const edge = Buffer.alloc(64 * 64 * 3, 70);
    for (let y = 0; y < 64; y += 1) edge.fill(180, (y * 64 + 32) * 3, (y * 64 + 64) * 3);
    const source = await sharp(edge, { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toBuffer();
    const { data } = await grey(await esrgan(source, { scale: 4, output_format: 'png' }));
    expect(Math.max(...data)).toBeLessThanOrEqual(180 + 18);
    expect(Math.min(...data)).toBeGreaterThanOrEqual(70 - 18);
  });

  test('a lower quality gives a smaller file', async () => {
    const source = await photo({ width: 80, height: 60 });
    for (const output_format of ['jpeg', 'webp']) {
      const sizes = [];
      for (const quality of [10, 60, 100])
        sizes.push((await esrgan(source, { quality, output_format })).length);
      expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
      expect(new Set(sizes).size).toBe(3);
    }
  });

  test('transparency is kept where the format has it and becomes white where it has not', async () => {
    const pixels = Buffer.alloc(40 * 30 * 4, 200);
    for (let at = 0; at < 40 * 30; at += 1) pixels[at * 4 + 3] = at % 40 < 20 ? 0 : 255;
    const source = await sharp(pixels, { raw: { width: 40, height: 30, channels: 4 } })
      .png()
      .toBuffer();
    for (const output_format of ['png', 'webp']) {
      const result = sharp(await esrgan(source, { output_format }));
      const { data, info } = await result.raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ channels: 4, width: 80, height: 60 });
      const alpha = (x: number) => data[(30 * 80 + x) * 4 + 3];
      expect([alpha(10), alpha(70)]).toEqual([0, 255]);
    }
    const flat = await sharp(await esrgan(source, {}))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(flat.info.channels).toBe(3);
    expect(flat.data[(30 * 80 + 10) * 3]).toBeGreaterThan(250);
  });

  test.each([3, 6, 8])('EXIF orientation %i is followed and then gone', async (orientation) => {
    const turned = await photo({ width: 60, height: 40, orientation });
    const upright = await sharp(turned).autoOrient().png().toBuffer();
    const result = await esrgan(turned, { output_format: 'png' });
    const facts = await sharp(result).metadata();
    const sideways = orientation !== 3;
    expect([facts.width, facts.height]).toEqual(sideways ? [80, 120] : [120, 80]);
    expect(facts.orientation ?? 1).toBe(1);
    const small = await sharp(result)
      .resize(facts.width / 2, facts.height / 2)
      .png()
      .toBuffer();
    expect(difference((await grey(small)).data, (await grey(upright)).data)).toBeLessThan(6);
  });

  test('a wide colour profile is kept and so are the colours', async () => {
    const raw = { raw: { width: 48, height: 32, channels: 3 } } as const;
    const source = await sharp(textured(48, 32), raw).withIccProfile('p3').png().toBuffer();
    const result = await esrgan(source, { output_format: 'png' });
    const profile = (await sharp(source).metadata()).icc;
    expect((await sharp(result).metadata()).icc?.equals(profile ?? Buffer.alloc(0))).toBe(true);
    const small = await sharp(result).keepIccProfile().resize(48, 32).raw().toBuffer();
    expect(difference(small, await sharp(source).keepIccProfile().raw().toBuffer())).toBeLessThan(6);
  });

  test('a result past the limit and a source that is no picture fail with a plain text', async () => {
    const large = await sharp({ create: { width: 1800, height: 1800, channels: 3, background: 'grey' } })
      .png()
      .toBuffer();
    await expect(esrgan(large, { scale: 8 })).rejects.toThrow('14400x14400');
    await expect(esrgan(Buffer.from('no picture'), {})).rejects.toThrow('not a picture');
    const cut = await photo({ width: 200, height: 200 });
    await expect(esrgan(cut.subarray(0, 300), {})).rejects.toThrow(/not a picture|damaged/);
  });
});

describe('Clarity', () => {
  test.each([2, 3, 7, 16])('enlarges exactly %i times as PNG', async (scale_factor) => {
    const result = await clarity(await photo({ width: 33, height: 21 }), { scale_factor });
    expect(await sharp(result).metadata()).toMatchObject({
      format: 'png',
      width: 33 * scale_factor,
      height: 21 * scale_factor,
    });
  });

  test('the more creativity, the further from a plain enlargement and the more fine contrast', async () => {
    const source = await photo({ width: 160, height: 120 });
    const plain = (await grey(await esrgan(source, { output_format: 'png' }))).data;
    const distances: number[] = [];
    const energies: number[] = [];
    for (const creativity of [-10, -5, 0, 5, 10]) {
      const result = await clarity(source, { scale_factor: 2, creativity });
      distances.push(difference((await grey(result)).data, plain));
      energies.push(await gradientEnergy(result));
    }
    expect(distances[0]).toBeLessThan(0.5);
    for (const figures of [distances, energies])
      for (let at = 1; at < figures.length; at += 1)
        expect(figures[at], `step ${at}`).toBeGreaterThan((figures[at - 1] ?? 0) * 1.02);
  });

  test('keeps transparency', async () => {
    const pixels = Buffer.alloc(32 * 32 * 4, 90);
    for (let at = 0; at < 32 * 32; at += 1) pixels[at * 4 + 3] = at % 32 < 16 ? 0 : 255;
    const source = await sharp(pixels, { raw: { width: 32, height: 32, channels: 4 } })
      .png()
      .toBuffer();
    const { data } = await sharp(await clarity(source, { scale_factor: 2, creativity: 10 }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([data[(32 * 64 + 8) * 4 + 3], data[(32 * 64 + 56) * 4 + 3]]).toEqual([0, 255]);
  });

  test('a result past the limit fails with a plain text', async () => {
    await expect(clarity(await photo({ width: 900, height: 900 }), { scale_factor: 16 })).rejects.toThrow(
      '14400x14400',
    );
  });
});
