import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FfmpegFailed } from '../../src/ffmpeg/failures.ts';
import { findFfmpeg, runFfmpeg, wasmFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import { startLab } from '../../src/lab/server/server.ts';
import { clip, difference, luma, photo } from '../helpers/sample-media.ts';
import { headers, useMediaLab } from './client.ts';

const { run, video, folder } = useMediaLab();

describe('SVD', () => {
  const svd = async (source: Buffer, settings: Record<string, unknown>) => {
    const { content, seed } = await run('svd', 'image', source, { cond_aug: 0, ...settings });
    return { ...(await video(content)), content, seed };
  };

  test.each([
    [14, 7],
    ['25', 60],
  ])('gives exactly %s frames at %i per second', async (frames, fps) => {
    const result = await svd(await photo({ width: 64, height: 48 }), { frames, fps });
    expect(result).toMatchObject({
      frames: Number(frames),
      width: 128,
      height: 96,
      codec: 'avc',
      sound: null,
    });
    expect(result.end).toBeCloseTo(Number(frames) / fps, 2);
  });

  test('the shape is kept within a megapixel, or cropped to 16:9', async () => {
    const tall = await photo({ width: 600, height: 1601 });
    const kept = await svd(tall, { fps: 30 });
    expect(kept.width * kept.height).toBeLessThanOrEqual(1024 * 1024);
    expect(kept.width * kept.height).toBeGreaterThan(0.97 * 1024 * 1024);
    expect(Math.abs(kept.width / kept.height - 600 / 1601)).toBeLessThan(0.003);
    expect(await svd(tall, { fps: 30, resize_method: 'crop_to_16_9' })).toMatchObject({
      width: 1024,
      height: 576,
    });
  });

  test('a seed repeats its result, another seed and a random one differ', async () => {
    const source = await photo({ width: 64, height: 48 });
    const first = await svd(source, { seed: 7, cond_aug: 0.2 });
    expect((await svd(source, { seed: 7, cond_aug: 0.2 })).content.equals(first.content)).toBe(true);
    expect(
      (await svd(source, { seed: 999_999_999_999_999, cond_aug: 0.2 })).content.equals(first.content),
    ).toBe(false);
    const random = await svd(source, { seed: -1 });
    expect(Number(random.seed)).toBeGreaterThanOrEqual(0);
    expect((await svd(source, { seed: Number(random.seed) })).content.equals(random.content)).toBe(true);
  });

  test('more motion moves further, evenly from frame to frame', async () => {
    const source = await photo({ width: 96, height: 64 });
    const distances: number[] = [];
    for (const motion of [1, 60, 180]) {
      const frames = await luma((await svd(source, { motion, seed: 3 })).path);
      distances.push(difference(frames[0] ?? Buffer.alloc(0), frames.at(-1) ?? Buffer.alloc(0)));
      if (motion < 180) continue;
      const steps = frames.slice(1).map((frame, at) => difference(frame, frames[at] ?? Buffer.alloc(0)));
      // A camera that jumps or stands still between frames would show here.
      expect(Math.max(...steps)).toBeLessThan(2.5 * Math.min(...steps));
    }
    const [little = 0, some = 0, much = 0] = distances;
    expect(some).toBeGreaterThan(2 * little);
    expect(much).toBeGreaterThan(some);
  });
});

describe('FFmpeg', () => {
  test('a missing FFmpeg is one clear failure, and pictures go on', async () => {
    const without = await startLab({ dataDir: folder(), ffmpegPath: join(folder(), 'no-ffmpeg') });
    const post = async (path: string, body: unknown) =>
      fetch(without.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const image = `data:image/jpeg;base64,${(await photo({ width: 32, height: 24 })).toString('base64')}`;
    try {
      const svd = await post('/v1/svd', { image });
      expect([svd.status, await svd.json()]).toEqual([
        500,
        { error: 'Videos need FFmpeg, and none was found that works: install it, or set FFMPEG_PATH.' },
      ]);
      const esrgan = await post('/v1/esrgan', { image });
      expect([esrgan.status, (await esrgan.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
    } finally {
      await without.close();
    }
  });

  test('a playlist cannot make it read from the network', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const link = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.ts`;
    const playlists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${link}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile ${link}\n`,
    ];
    try {
      for (const playlist of playlists) {
        const path = join(folder(), 'playlist.m3u8');
        await writeFile(path, playlist);
        const signal = new AbortController().signal;
        const output = join(folder(), 'playlist.mp4');
        const run = { inputs: [{ path }], options: [], output, signal, timeoutMs: 20_000 };
        await expect(runFfmpeg(await findFfmpeg(), run)).rejects.toThrow(FfmpegFailed);
      }
      expect(asked).toBe(0);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('closing the lab kills a conversion that is under way', async () => {
    const closing = await startLab({ dataDir: folder(), queuedMs: 0 });
    const source = await readFile(
      await clip(folder(), { width: 640, height: 480, seconds: 4, fps: 15, audio: false }),
    );
    const input_video = `data:video/mp4;base64,${source.toString('base64')}`;
    const body = JSON.stringify({ input_video, frame_multiplier: 10, output_fps: 120 });
    const answer = await fetch(`${closing.url}/v2/video-frame-interpolation`, {
      method: 'POST',
      headers,
      body,
    });
    const { status_url } = z.looseObject({ status_url: z.url() }).parse(await answer.json());
    await expect
      .poll(async () => (await (await fetch(status_url, { headers })).text()).includes('PROCESSING'))
      .toBe(true);
    const before = Date.now();
    await closing.close();
    expect(Date.now() - before).toBeLessThan(3000);
  });

  test('the WebAssembly build does the same work', async () => {
    const wasm = wasmFfmpeg();
    if (!wasm) throw new Error('@ffmpeg/core is not installed');
    const path = await clip(folder(), { width: 64, height: 48, seconds: 0.5, fps: 10 });
    const output = join(folder(), 'wasm.mp4');
    const signal = new AbortController().signal;
    const options = ['-vf', 'scale=128:96:flags=lanczos', '-c:v', 'libx264', '-c:a', 'copy'];
    await runFfmpeg(wasm, { inputs: [{ path }], options, output, signal, timeoutMs: 50_000 });
    expect(await video(await readFile(output))).toMatchObject({
      width: 128,
      height: 96,
      frames: 5,
      sound: { codec: 'aac' },
    });
  });
});
