/** Sources of every shape: tiny, thin, late, one of several tracks, with uneven times. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { probe } from '../../src/core/media/probe/probe.ts';
import { findFfmpeg, runFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import { luma } from '../helpers/sample-media.ts';
import { useMediaLab } from './client.ts';

const { run, video, folder } = useMediaLab();

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#a52' } })
    .png()
    .toBuffer();

let made = 0;
type Inputs = Parameters<typeof runFfmpeg>[1]['inputs'];
async function ffmpeg(inputs: Inputs, options: string[]): Promise<string> {
  made += 1;
  const output = join(folder(), `made-${made}.mp4`);
  const signal = new AbortController().signal;
  await runFfmpeg(await findFfmpeg(), { inputs, options, output, signal, timeoutMs: 30_000 });
  return output;
}
const lavfi = (path: string) => ({ path, options: ['-f', 'lavfi'] });
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const smooth = async (path: string, settings: Record<string, unknown> = {}) => {
  const asked = { frame_multiplier: 2, output_fps: 30, ...settings };
  return video((await run('video-frame-interpolation', 'input_video', await readFile(path), asked)).content);
};

describe('pictures', () => {
  test.each([
    [1, 1],
    [64, 2],
    [2, 2],
    [3000, 1],
  ])('%i × %i is enlarged by both models', async (width, height) => {
    const source = await plain(width, height);
    for (const [slug, settings] of [
      ['esrgan', { scale: 2 }],
      ['clarityai-flux-upscaler', { scale_factor: 2, prompt: '', creativity: 10 }],
    ] as const)
      expect(await sharp((await run(slug, 'image', source, settings)).content).metadata()).toMatchObject({
        width: 2 * width,
        height: 2 * height,
      });
  });

  test('a picture that takes several bands has no seam', async () => {
    // A slope along the bands: a line that is missing, doubled or filtered otherwise would stand out.
    const [width, height] = [4, 1200];
    const slope = Buffer.alloc(width * height * 3);
    for (let at = 0; at < slope.length; at += 1) slope[at] = Math.floor(at / (width * 3) / 6);
    const source = await sharp(
      await sharp(slope, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer(),
    )
      .resize(2000, height, { kernel: 'nearest', fit: 'fill' })
      .png()
      .toBuffer();
    const result = await run('esrgan', 'image', source, { scale: 2, output_format: 'png' });
    const { data, info } = await sharp(result.content)
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const steps = new Set<number>();
    for (let y = 1; y < info.height; y += 1)
      steps.add((data[y * info.width] ?? 0) - (data[(y - 1) * info.width] ?? 0));
    expect([...steps].sort()).toEqual([0, 1]);
  });

  test.each([
    [10_000, 20, 4096, 16],
    [20, 10_000, 16, 4096],
    [2, 2, 16, 16],
  ])('%i × %i is animated', async (width, height, wide, high) => {
    const { content } = await run('svd', 'image', await plain(width, height), { cond_aug: 0 });
    expect(await video(content)).toMatchObject({ frames: 14, width: wide, height: high });
  });

  test('a JPEG with padding before its end, which the check lets through, is done', async () => {
    const jpeg = await sharp(await plain(80, 60))
      .jpeg()
      .toBuffer();
    const padded = Buffer.concat([jpeg.subarray(0, -2), Buffer.from([1, 2, 3, 4, 5, 6]), jpeg.subarray(-2)]);
    const { content } = await run('esrgan', 'image', padded, { output_format: 'png' });
    expect(await sharp(content).metadata()).toMatchObject({ width: 160, height: 120 });
  });
});

describe('videos', () => {
  test('16 × 16 is made smoother and larger', async () => {
    const path = await ffmpeg([lavfi('testsrc2=s=16x16:r=10:d=1')], h264);
    expect(await smooth(path)).toMatchObject({ width: 16, height: 16, frames: 30 });
    const larger = await run('flashvsr', 'video', await readFile(path), { scale: 2 });
    expect(await video(larger.content)).toMatchObject({ width: 32, height: 32, frames: 10 });
  });

  test('pixels twice as wide as high come back as they are shown', async () => {
    const path = await ffmpeg([lavfi('testsrc2=s=64x48:r=10:d=0.5')], ['-vf', 'setsar=2', ...h264]);
    expect(await smooth(path)).toMatchObject({ width: 128, height: 48 });
  });

  test('pixels and size are of the track that the record names', async () => {
    const colours = [lavfi('color=red:s=64x32:d=0.5:r=10'), lavfi('color=blue:s=32x64:d=0.5:r=10')];
    const which = ['-disposition:v:0', '0', '-disposition:v:1', 'default'];
    const path = await ffmpeg(colours, ['-map', '0', '-map', '1', ...h264, ...which]);
    const record = await probe(path);
    const result = await video((await run('flashvsr', 'video', await readFile(path), { scale: 1 })).content);
    expect([result.width, result.height]).toEqual([record.width, record.height]);
    const [frame] = await luma(result.path);
    // Red is lighter than blue.
    expect((frame?.[0] ?? 0) > 60 ? 'wide' : 'high').toBe(result.width > result.height ? 'wide' : 'high');
  });
});
