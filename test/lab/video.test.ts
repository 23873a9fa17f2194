import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { findFfmpeg, runFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import { clip, difference, gradientEnergy, luma } from '../helpers/sample-media.ts';
import { useMediaLab } from './client.ts';

const { run, video, folder } = useMediaLab();

describe('FlashVSR', () => {
  test.each([1, 2, 3, 4])(
    'enlarges exactly %i times and keeps every frame, the time and the sound',
    async (scale) => {
      const source = await video(
        await readFile(await clip(folder(), { width: 96, height: 64, seconds: 1, fps: 12 })),
      );
      const content = await readFile(source.path);
      const result = await video((await run('flashvsr', 'video', content, { scale })).content);
      expect(result).toMatchObject({
        width: 96 * scale,
        height: 64 * scale,
        codec: 'avc',
        frames: source.frames,
      });
      expect(Math.abs(result.end - source.end)).toBeLessThan(1 / 12);
      expect(result.sound?.codec).toBe('aac');
      expect(Math.abs((result.sound?.end ?? 0) - (source.sound?.end ?? 0))).toBeLessThan(1 / 12);
    },
  );

  test('both modes and the ends of the range work, and a shorter range is sharper', async () => {
    const content = await readFile(await clip(folder(), { width: 96, height: 64, seconds: 0.5, fps: 12 }));
    const sharpness: number[] = [];
    for (const local_range of [5, 15]) {
      const result = await video((await run('flashvsr', 'video', content, { local_range })).content);
      const [, , frame] = await luma(result.path);
      if (!frame) throw new Error('no third frame');
      const raw = { raw: { width: result.width, height: result.height, channels: 1 } } as const;
      sharpness.push(await gradientEnergy(await sharp(frame, raw).png().toBuffer()));
    }
    expect(sharpness[0]).toBeGreaterThan((sharpness[1] ?? 0) * 1.02);
    const full = await video((await run('flashvsr', 'video', content, { mode: 'full' })).content);
    expect(full).toMatchObject({ width: 192, height: 128, frames: 6 });
  });

  test('colours keep their description, or become television’s when that is not asked for', async () => {
    const path = await clip(folder(), { width: 96, height: 64, seconds: 0.5, fps: 12 });
    const full = join(folder(), 'full-range.mp4');
    const tags = ['-color_range', 'pc', '-colorspace', 'bt470bg', '-c:v', 'libx264'];
    await runFfmpeg(await findFfmpeg(), {
      inputs: [{ path }],
      options: ['-vf', 'scale=out_range=pc,format=yuvj420p', ...tags],
      output: full,
      signal: new AbortController().signal,
      timeoutMs: 20_000,
    });
    const source = await video(await readFile(full));
    expect(source.colour).toMatchObject({ fullRange: true, matrix: 'bt470bg' });
    const average = async (at: string) => {
      const [frame] = await luma(at);
      return (frame ?? Buffer.alloc(1)).reduce((sum, value) => sum + value, 0) / (frame?.length ?? 1);
    };
    const content = await readFile(full);
    const kept = await video((await run('flashvsr', 'video', content, {})).content);
    expect(kept.colour).toMatchObject({ fullRange: true, matrix: 'bt470bg' });
    const changed = await video((await run('flashvsr', 'video', content, { color_fix: false })).content);
    expect(changed.colour).toMatchObject({ fullRange: false, matrix: 'bt709' });
    // Read as they say they are to be read, both are as light as the source.
    for (const result of [kept, changed])
      expect(Math.abs((await average(result.path)) - (await average(source.path)))).toBeLessThan(4);
  });

  test('a video past a minute and a file that is no video fail with a plain text', async () => {
    const long = await readFile(
      await clip(folder(), { width: 32, height: 32, seconds: 62, fps: 1, audio: false }),
    );
    await expect(run('flashvsr', 'video', long)).rejects.toThrow('at most 60 s');
    await expect(run('flashvsr', 'video', Buffer.from('no video'))).rejects.toThrow('not a video');
  });
});

describe('FILM', () => {
  const film = async (content: Buffer, settings: Record<string, unknown>) =>
    video((await run('video-frame-interpolation', 'input_video', content, settings)).content);

  test('twice the frames at twice the rate last as long as before, with the sound in step', async () => {
    const source = await video(
      await readFile(await clip(folder(), { width: 160, height: 96, seconds: 1, fps: 15 })),
    );
    const result = await film(await readFile(source.path), { frame_multiplier: 2, output_fps: 30 });
    expect(source.frames).toBe(15);
    expect(result).toMatchObject({ width: 160, height: 96, frames: 30 });
    expect(Math.abs(result.end - source.end)).toBeLessThan(1 / 30);
    expect(result.sound?.codec).toBe('aac');
    expect(Math.abs((result.sound?.end ?? 0) - (source.sound?.end ?? 0))).toBeLessThan(1 / 30);
    // A frame in between is new: nearly halfway, and neither of its neighbours.
    const frames = await luma(result.path);
    const distances = [13, 14, 15].map((at) =>
      difference(frames[at] ?? Buffer.alloc(0), frames[at + 1] ?? Buffer.alloc(0)),
    );
    for (const distance of distances) expect(distance).toBeGreaterThan(1);
  });

  test.each([
    [3, 24, 24],
    [2, 60, 60],
    [10, 120, 120],
    [4, 5, 5],
  ])(
    'multiplier %i at %i frames per second gives %i frames for one second',
    async (frame_multiplier, output_fps, frames) => {
      const content = await readFile(
        await clip(folder(), { width: 64, height: 48, seconds: 1, fps: 10, audio: false }),
      );
      const result = await film(content, { frame_multiplier, output_fps });
      expect(result.frames).toBe(frames);
      expect(Math.abs(result.end - 1)).toBeLessThan(1 / output_fps + 0.001);
    },
  );

  test('multiplier 1 makes no new frames', async () => {
    const source = await clip(folder(), { width: 64, height: 48, seconds: 1, fps: 10, audio: false });
    const result = await film(await readFile(source), { frame_multiplier: 1, output_fps: 20 });
    expect(result.frames).toBe(20);
    const frames = await luma(result.path);
    const originals = await luma(source);
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = originals;
    const apart = difference(first, second);
    // What encoding changes is little beside what moving changes; a frame in between would be half the way.
    for (const frame of frames)
      expect(Math.min(...originals.map((original) => difference(frame, original)))).toBeLessThan(apart / 4);
  });

  test('the sound goes when it is not to be kept', async () => {
    const content = await readFile(await clip(folder(), { width: 64, height: 48, seconds: 0.5, fps: 10 }));
    expect(
      (await film(content, { frame_multiplier: 1, output_fps: 10, preserve_audio: false })).sound,
    ).toBeNull();
  });
});
