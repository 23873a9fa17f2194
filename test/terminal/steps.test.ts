/** `--then`: steps one after the other, with one price and one file at their end; and its sound stays in step with its picture. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findFfmpeg, runFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import { makerPath } from '../helpers/ffmpeg.ts';
import { picture } from '../helpers/requests.ts';
import { luma, tracks } from '../helpers/sample-media.ts';
import { openTerminalFixture, refusal, type TerminalFixture } from './fixture.ts';

let at: TerminalFixture;
afterEach(() => at.close());

const run = async (inputs: string[][], options: string[], output: string) =>
  runFfmpeg(await findFfmpeg(makerPath), {
    inputs: inputs.map(([path = '', ...before]) => ({ path, options: before })),
    options,
    output,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
  });

/** It gets brighter all the time, and a tone begins at 0.6 s. */
async function flash(path: string): Promise<void> {
  const lit = "geq=lum='16+200*T/1.2':cb=128:cr=128";
  await run(
    [
      [`color=c=black:s=64x48:r=15:d=1.2,${lit}`, '-f', 'lavfi'],
      ['sine=frequency=440:sample_rate=48000:duration=0.6,adelay=600,volume=8', '-f', 'lavfi'],
    ],
    ['-c:v', 'libx264', '-crf', '12', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '128k'],
    path,
  );
}

const mean = (plane: Buffer): number => plane.reduce((sum, each) => sum + each, 0) / plane.length;

/** Seconds by which the tone is heard after it has got so bright. */
async function lag(path: string, level: number): Promise<number> {
  const { start, end, frames } = await tracks(path);
  const grey = await luma(path);
  const lit = grey.findIndex((plane) => mean(plane) >= level);
  const sound = `${path}.raw`;
  await run(
    [[path]],
    ['-vn', '-f', 's16le', '-ac', '1', '-ar', '48000', '-af', 'aresample=async=1:first_pts=0'],
    sound,
  );
  const bytes = await readFile(sound);
  const samples = Array.from({ length: bytes.length / 2 }, (_, index) =>
    Math.abs(bytes.readInt16LE(2 * index)),
  );
  const heard = samples.findIndex((level) => level > 4_000);
  expect([lit, heard]).not.toContain(-1);
  return heard / 48_000 - (start + (lit * (end - start)) / frames);
}

it('a video is made smoother, then larger: one price, its steps, one file, and the sound is in step', async () => {
  at = await openTerminalFixture();
  const { fixture, enhance, printed, screen } = at;
  const source = join(fixture.folder, 'flash.mp4');
  await flash(source);
  const out = join(fixture.folder, 'done.mp4');
  const flags = ['--model', 'smooth', '--output_fps', '60', '--frame_multiplier', '4'];
  const code = await enhance([...flags, '--then', 'upscale-video x2', '--out', out], { source: 'flash.mp4' });
  expect([code, printed()]).toEqual([0, `Saved as ${out}`]);
  for (const line of ['1. Smoother video 60 fps: ', '2. Larger video ×2: '])
    expect(screen.join('')).toContain(line);
  const [before, after] = [await tracks(source), await tracks(out)];
  expect([after.width, after.height]).toEqual([128, 96]);
  expect(after.sound).not.toBeNull();
  const frame = 1 / 60;
  expect(Math.abs((after.sound?.end ?? 0) - (before.sound?.end ?? 0))).toBeLessThan(frame);
  // As bright as at 0.6 s, less half of what a frame of the result adds.
  const [at06 = Buffer.of(0)] = (await luma(source)).slice(9);
  const level = mean(at06) - 1.6;
  expect(Math.abs((await lag(out, level)) - (await lag(source, level)))).toBeLessThan(frame);
});

it('what cannot follow is said before anything is spent, naming the step; a preset brings its steps', async () => {
  at = await openTerminalFixture();
  const { fixture, enhance, printed, presets } = at;
  await writeFile(join(fixture.folder, 'b.jpg'), await picture());
  expect(await refusal(enhance(['--then', 'upscael']))).toMatch(/^Step 2: .*upscale/);
  expect(await refusal(enhance(['--then', 'smooth']))).toContain(
    'Step 2, Smoother video (FILM), takes a video',
  );
  expect(await refusal(enhance(['--then', 'upscale'], { more: ['b.jpg'] }))).toContain(
    'for one file at a time',
  );
  fixture.lab.behave({ fail: 'no' }, { jobs: 1 });
  expect(await enhance(['--then', 'upscale x4'])).toBe(1);
  expect(at.complained.join()).toContain('Step 1 came to no result');
  await presets('save', 'both', 'upscale', 'x2', 'then', 'upscale', 'x4');
  printed();
  expect(await enhance(['--preset', 'both'])).toBe(0);
  expect(printed()).toMatch(/photo-upscale-esrgan\.jpg$/);
});
