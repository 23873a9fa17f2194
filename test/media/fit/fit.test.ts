import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { largestThatFits } from '../../../src/core/media/fit/largest.ts';
import { similarity } from '../../../src/core/media/fit/similarity.ts';
import { fitted } from '../../../src/core/media/fit/words.ts';
import { textured } from '../../helpers/sample-media.ts';
import { compiled } from '../../run/programs.ts';
import { files, folder } from '../fixture.ts';
import {
  aborted,
  animation,
  createFit,
  ffmpeg,
  fitOf,
  keep,
  never,
  noise,
  photograph,
  silent,
} from './fixture.ts';

describe('a file is made to fit', () => {
  test('what fits stays itself, by its real size and with a margin of 2 %', async () => {
    const file = await keep(await photograph().png().toBuffer());
    for (const bytes of [file.bytes, 1, 1e12])
      expect(await fitOf({ ...file, bytes }, Math.ceil(file.bytes / 0.98))).toEqual({
        ...file,
        change: undefined,
      });
    const limit = Math.floor(file.bytes / 0.98) - 1;
    const copy = await fitOf({ ...file, bytes: 1, type: 'video/mp4' }, limit);
    expect(copy.bytes).toBeLessThanOrEqual(limit * 0.98);
    const { name, ...facts } = copy;
    // What the record said of type and size was not true.
    expect(facts).toMatchObject({
      change: {
        limit,
        from: { type: 'image/png', bytes: file.bytes, width: 480, height: 320 },
        to: { type: 'image/webp', bytes: copy.bytes, width: 480, height: 320 },
      },
    });
    expect((await files.list()).sort()).toEqual([file.name, name].sort());
  });

  test('a moving PNG moves on as WebP, or is one picture where nothing can convert it', async () => {
    const file = await keep(await ffmpeg.movingPng(folder, await animation(5, 'webp')));
    const result = await fitOf(file, file.bytes * 0.9);
    expect(result).toMatchObject({ type: 'image/webp', change: { kind: 'lossless' } });
    const of = async (name: string) => (await sharp(files.path(name)).metadata()).pages;
    expect(await of(result.name)).toBeGreaterThan(3);
    const still = await createFit({ files, log: silent }).fitTo(file, file.bytes * 0.9, never());
    expect([still.change?.kind, await of(still.name)]).toEqual(['poster', undefined]);
  });

  test('what cannot be made to fit is handed back as it is, and the reason is for the log', async () => {
    const file = await keep(await noise(200).png().toBuffer());
    const [result, nothing] = [await fitOf(file, 100), await fitOf(file, 0)];
    for (const { change, ...same } of [result, nothing]) {
      expect(same).toEqual(file);
      expect(change).toMatchObject({ kind: 'none', to: { bytes: file.bytes } });
    }
    const broken = await keep((await noise(200).png().toBuffer()).subarray(0, 50_000));
    const warnings: string[] = [];
    const log = { warn: (...[{ err }]: [{ err: Error }]) => warnings.push(err.message) };
    const fit = createFit({ files, log, pictureMs: 1 });
    expect(await fit.fitTo(broken, 40_000, never())).toMatchObject({
      name: broken.name,
      change: { kind: 'none' },
    });
    expect((await fit.fitTo(file, 50_000, never())).change?.kind).toBe('none');
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toContain('SIGKILL');
  });

  test('a file that is gone is an error', async () => {
    const file = await keep(await photograph().png().toBuffer());
    await files.remove(file.name);
    await expect(fitOf(file, 100)).rejects.toThrow('ENOENT');
  });

  test('twice the same at once gives two equally good copies', async () => {
    const file = await keep(await photograph().png().toBuffer());
    const fit = createFit({ files, log: silent });
    const [one, other] = await Promise.all([1, 2].map(() => fit.fitTo(file, 50_000, never())));
    expect(one?.name).not.toBe(other?.name);
    expect({ ...one, name: '' }).toEqual({ ...other, name: '' });
    expect(await files.list()).toHaveLength(3);
  });

  test('an abort ends it at once, at work and in the line, and leaves nothing', async () => {
    const file = await keep(await noise(1500).png({ compressionLevel: 0 }).toBuffer());
    const fit = createFit({ files, log: silent });
    const [working, waiting] = [new AbortController(), new AbortController()];
    const first = aborted(fit.fitTo(file, 1_000_000, working));
    const second = aborted(fit.fitTo(file, 1_000_000, waiting));
    // The work has begun when the first copy is being written.
    const written = async () =>
      (await readdir(folder, { recursive: true })).filter((name) => name.startsWith('work-'));
    await expect.poll(async () => (await written()).length, { interval: 20 }).toBe(2);
    waiting.abort(new Error('waited for long enough'));
    expect(await second).toBe('waited for long enough');
    const at = performance.now();
    working.abort(new Error('no longer wanted'));
    expect(await first).toBe('no longer wanted');
    expect(performance.now() - at).toBeLessThan(1000);
    expect(await written()).toEqual([]);
    expect(await readdir(folder)).toEqual([file.name]);
    expect(await aborted(fit.fitTo(file, 1_000_000, working))).toBe('no longer wanted');
  });

  test('the program that does the work goes with the one that started it', async () => {
    const file = await keep(await noise(1500).png({ compressionLevel: 0 }).toBuffer());
    const source = new URL('../../../src/core/media/fit/picture-fitter.ts', import.meta.url);
    const program = fileURLToPath(await compiled(source));
    const out = join(folder, 'out');
    await mkdir(out);
    const args = [program, files.path(file.name), '1000000', out];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
    const exited = once(child, 'exit');
    await expect.poll(() => readdir(out), { interval: 20 }).not.toEqual([]);
    child.stdin.end();
    expect((await exited)[1]).toBe('SIGKILL');
  });
});

test('similarity is 1 for equal pictures and falls as they are blurred or grained', async () => {
  const plane = (data: Buffer) => ({ data, width: 101, height: 67 });
  const grey = sharp(textured(101, 67), { raw: { width: 101, height: 67, channels: 3 } }).greyscale();
  const original = plane(await grey.clone().raw().toBuffer());
  expect(similarity(original, original)).toBeCloseTo(1, 9);
  const blurred = [0.5, 1, 3].map(async (sigma) =>
    similarity(original, plane(await grey.clone().blur(sigma).raw().toBuffer())),
  );
  const values = await Promise.all(blurred);
  expect(values).toEqual([...values].sort((one, other) => other - one));
  expect(values[0]).toBeGreaterThan(0.95);
  expect(values[2]).toBeLessThan(0.6);
  expect(() => similarity(original, { ...original, width: 100 })).toThrow(RangeError);
});

test('whatever the curve of sizes, what is taken fits, after few tries, and nothing only when the least does not', async () => {
  const curve = fc.record({
    power: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
    bend: fc.double({ min: -0.0005, max: 0.001, noNaN: true }),
    target: fc.integer({ min: 100, max: 100_000 }),
  });
  await fc.assert(
    fc.asyncProperty(curve, async ({ power, bend, target }) => {
      const size = (at: number) => Math.round(100 * Math.exp(power * (at - 50) + bend * (at - 50) ** 2));
      let tries = 0;
      const make = async (at: number) => {
        tries += 1;
        return { bytes: size(at) };
      };
      const range = { low: 50, high: 95, first: 92, slope: 0.05, finest: 1, tries: 4 };
      const { best } = await largestThatFits(make, { ...range, target });
      expect(tries).toBeLessThanOrEqual(4);
      expect(best === undefined).toBe(size(50) > target);
      expect(best?.made.bytes ?? 0).toBeLessThanOrEqual(target);
    }),
  );
});

test('people are told what became of it', () => {
  const from = { type: 'image/png', bytes: 41_000_000, width: 8192, height: 8192 };
  const to = { type: 'image/webp', bytes: 9_600_000, width: 8192, height: 8192 };
  const video = { type: 'video/mp4', bytes: 410_000_000, width: 3840, height: 2160, seconds: 60 };
  const limit = 10_485_760;
  expect([
    fitted({ kind: 'close', from, to, limit }),
    fitted({ kind: 'smaller', from, to: { ...to, width: 4096, height: 4096 }, limit }),
    fitted({ kind: 'poster', from: video, to, limit }),
    fitted({ kind: 'none', from, to: from, limit }),
  ]).toEqual([
    'Posted as WebP 9.6 MB, visually equal; the original PNG has 41 MB.',
    'Posted as WebP 9.6 MB, scaled down to 4096 × 4096; the original PNG has 8192 × 8192 and 41 MB.',
    'This is one picture of a video that cannot be made small enough for the 10 MB allowed here; the original MP4 has 3840 × 2160, 60.0 s, 410 MB.',
    'The PNG has 41 MB, more than the 10 MB allowed here, and could not be made smaller.',
  ]);
});
