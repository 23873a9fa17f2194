import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Encoder } from '../../../src/core/media/encoder.ts';
import { floor, stepsFor } from '../../../src/core/media/fit/video-plan.ts';
import { ffmpegEncoder } from '../../../src/ffmpeg/encoder.ts';
import { runFfmpeg, wasmFfmpeg } from '../../../src/ffmpeg/ffmpeg.ts';
import { ffmpegPath } from '../../helpers/ffmpeg.ts';
import { clip, tracks } from '../../helpers/sample-media.ts';
import { compiled } from '../../run/programs.ts';
import { files, folder } from '../fixture.ts';
import { aborted, createFit, ffmpeg, fitOf, keep, never, silent } from './fixture.ts';

const made = (options: Parameters<typeof clip>[1]) => clip(join(folder, '..'), options);
const kept = async (options: Parameters<typeof clip>[1]) => keep(await readFile(await made(options)));

describe('which sizes are worth their bytes', () => {
  const minute = { width: 3840, height: 2160, seconds: 60, fps: 30, audio: true };
  test.each([
    ['50 MiB for a minute of 4K', minute, 50, ['1920x1080', '1280x720', '854x480']],
    ['15 MiB for it', minute, 15, ['1280x720', '854x480']],
    ['8 MiB for it', minute, 8, ['854x480']],
    ['3 MiB for it', minute, 3, []],
    [
      '10 MiB for ten seconds standing up',
      { ...minute, width: 1080, height: 1920, seconds: 10 },
      10,
      ['1080x1920', '720x1280', '480x854'],
    ],
    ['1 MiB for 40 s of a small one', { ...minute, width: 321, height: 240, seconds: 40 }, 1, ['322x240']],
  ] as const)('%s', (_, shape, mebibytes, sizes) => {
    const target = mebibytes * 1024 ** 2;
    const steps = stepsFor(shape, target);
    expect(steps.map(({ width, height }) => `${width}x${height}`)).toEqual(sizes);
    for (const { video, audio, width, height } of steps) {
      expect(((video + audio) * shape.seconds) / 8).toBeLessThan(target);
      expect(video / (width * height * shape.fps)).toBeGreaterThanOrEqual(floor);
      expect(audio).toBeGreaterThanOrEqual(32_000);
    }
  });
});

describe('a video is made to fit', () => {
  test('with fewer bits, then with fewer pixels, then as one picture; each within the limit', async () => {
    const file = await kept({ width: 960, height: 540, seconds: 1, fps: 12 });
    const seen: unknown[] = [];
    for (const limit of [Math.floor(file.bytes * 0.6), 38_000, 25_000]) {
      const result = await fitOf(file, limit);
      expect(result.bytes).toBeLessThanOrEqual(limit * 0.98);
      seen.push([result.change?.kind, result.type]);
      if (result.type !== 'video/mp4') continue;
      const path = files.path(result.name);
      const found = await tracks(path);
      expect(found).toMatchObject({ codec: 'avc', frames: 12, sound: { codec: 'aac' } });
      expect(found).toMatchObject({ width: result.width, height: result.height });
      expect(Math.abs((result.seconds ?? 0) - 1)).toBeLessThan(0.1);
      expect(Math.abs((found.sound?.end ?? 0) - 1)).toBeLessThan(0.1);
      // The table of contents comes first, so that it plays while it is loaded.
      const bytes = await readFile(path);
      expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
      if (result.width === 960) expect(await ffmpeg.ssim(files.path(file.name), path)).toBeGreaterThan(0.9);
    }
    expect(seen).toEqual([
      ['compressed', 'video/mp4'],
      ['smaller', 'video/mp4'],
      ['poster', expect.stringMatching(/^image\//)],
    ]);
  });

  test('a silent one stays silent, odd sizes become even, and a false record changes nothing', async () => {
    const silentClip = await made({ width: 320, height: 180, seconds: 1, fps: 10, audio: false });
    const odd = await ffmpeg.convert(silentClip, join(folder, 'odd.mkv'), [
      ...['-vf', 'format=yuv444p,crop=319:179:0:0', '-c:v', 'libx264', '-qp', '0'],
    ]);
    const file = { ...(await keep(await readFile(odd))), type: 'image/png', seconds: 9999, width: 7 };
    const result = await fitOf(file, file.bytes * 0.6);
    expect(result).toMatchObject({ width: 320, height: 180, change: { kind: 'compressed' } });
    expect(result.change?.from).toMatchObject({ type: 'video/x-matroska', width: 319, height: 179 });
    expect((await tracks(files.path(result.name))).sound).toBeNull();
  });

  test('without FFmpeg, or with one that is not there, it stays as it is', async () => {
    const file = await kept({ width: 320, height: 180, seconds: 1, fps: 10 });
    const missing = ffmpegEncoder(join(folder, 'none'));
    for (const options of [
      { files, log: silent },
      { files, log: silent, encoder: missing },
    ]) {
      const result = await createFit(options).fitTo(file, file.bytes * 0.5, never());
      expect(result).toMatchObject({ name: file.name, change: { kind: 'none' } });
    }
  });

  test('one that takes too long becomes a picture', async () => {
    const file = await kept({ width: 320, height: 180, seconds: 1, fps: 10 });
    const fit = createFit({ files, log: silent, encoder: ffmpegEncoder(ffmpegPath), videoMs: 1 });
    expect((await fit.fitTo(file, file.bytes * 0.5, never())).change?.kind).toBe('poster');
  });

  test('the WebAssembly build does it in one pass, within the limit', async () => {
    const wasm = wasmFfmpeg();
    if (!wasm) throw new Error('@ffmpeg/core is not installed');
    const encoder: Encoder = { run: (run) => runFfmpeg(wasm, run) };
    const file = await kept({ width: 320, height: 180, seconds: 1, fps: 10 });
    const limit = Math.floor(file.bytes * 0.6);
    const result = await createFit({ files, log: silent, encoder }).fitTo(file, limit, never());
    expect(result).toMatchObject({ type: 'video/mp4', change: { kind: 'compressed' } });
    expect(result.bytes).toBeLessThanOrEqual(limit * 0.98);
  });

  test('an abort kills the encoder and leaves nothing', async () => {
    const file = await kept({ width: 1280, height: 720, seconds: 3, fps: 15 });
    const own = ffmpegEncoder(ffmpegPath);
    const stopping = new AbortController();
    let ended: unknown;
    const encoder: Encoder = {
      async run(run) {
        const running = own.run(run);
        // As soon as it writes.
        await expect
          .poll(
            () =>
              stat(run.output).then(
                ({ size }) => size,
                () => 0,
              ),
            { interval: 10 },
          )
          .toBeGreaterThan(0);
        stopping.abort(new Error('no longer wanted'));
        ended = await aborted(running);
        throw stopping.signal.reason;
      },
    };
    const fit = createFit({ files, log: silent, encoder });
    expect(await aborted(fit.fitTo(file, file.bytes * 0.6, stopping))).toBe('no longer wanted');
    expect(ended).toBe('no longer wanted');
    expect((await readdir(folder)).filter((name) => name.startsWith('work-'))).toEqual([]);
    expect(await files.list()).toEqual([file.name]);
  });

  test('a process that exits takes its FFmpeg with it', async () => {
    const output = join(folder, 'endless.raw');
    const encoder = JSON.stringify(
      await compiled(new URL('../../../src/ffmpeg/encoder.ts', import.meta.url)),
    );
    const code = `
      import { existsSync } from 'node:fs';
      const { ffmpegEncoder } = await import(${encoder});
      const output = ${JSON.stringify(output)};
      const input = { path: 'testsrc=size=320x240:rate=25', options: ['-re', '-f', 'lavfi'] };
      const { signal } = new AbortController();
      ffmpegEncoder().run({ inputs: [input], options: ['-f', 'rawvideo'], output, signal, timeoutMs: 60000 });
      setInterval(() => existsSync(output) && process.exit(7), 20);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: 'inherit',
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(7);
    // It writes several frames in each interval for as long as it lives.
    let last = -1;
    const grown = async () => {
      const { size } = await stat(output);
      const by = size - last;
      last = size;
      return by;
    };
    await expect.poll(grown, { interval: 300 }).toBe(0);
  });
});
