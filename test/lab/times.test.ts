/**
 * Every moment of a clip stays where it was: clips whose light tells the time, at even and uneven rates, trimmed and late,
 * through both models of videos.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFfmpeg, runFfmpeg, wasmFfmpeg } from '../../src/ffmpeg/ffmpeg.ts';
import { readClip } from '../../src/lab/media/clip.ts';
import { film } from '../../src/lab/media/film.ts';
import { runGated } from '../../src/lab/media/gated.ts';
import { defineModels } from '../../src/lab/media/models.ts';
import type { Work } from '../../src/lab/media/task.ts';
import type { Settings } from '../../src/models/model.ts';
import { tracks } from '../helpers/sample-media.ts';

/** Levels that a second adds in the file, and once they are stretched from television's range to all there is. */
const written = 60;
const slope = (written * 255) / 219;
const signal = new AbortController().signal;
let folder = '';
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'darkroom-times-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const next = () => {
  made += 1;
  return join(folder, `${made}.mp4`);
};

type Inputs = Parameters<typeof runFfmpeg>[1]['inputs'];
async function ffmpeg(inputs: Inputs, options: string[]): Promise<string> {
  const output = next();
  await runFfmpeg(await findFfmpeg(), { inputs, options, output, signal, timeoutMs: 60_000 });
  return output;
}

const lavfi = (path: string, ...options: string[]) => ({ path, options: [...options, '-f', 'lavfi'] });
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '4', '-g', '10', '-c:a', 'aac'];
const uneven = ['-fps_mode', 'vfr', '-enc_time_base', '1:90000', '-video_track_timescale', '90000'];
const growing = (fps: number, seconds: number) =>
  `color=black:s=32x32:r=${fps}:d=${seconds},format=yuv420p,geq=lum='40+${written}*T':cb=128:cr=128`;
const late = 0.5;
const tone = (seconds: number) => lavfi(`sine=440:d=${seconds}`);

const begins = 'a picture that begins after the sound';
const sources: Record<string, () => Promise<string>> = {
  'an even rate': () => ffmpeg([lavfi(growing(10, 1)), tone(1)], h264),
  'trimmed without encoding, so that an edit list hides its beginning': async () => {
    const whole = await ffmpeg([lavfi(growing(20, 1.8)), tone(1.8)], h264);
    return ffmpeg([{ path: whole, options: ['-ss', '0.35'] }], ['-t', '1', '-c', 'copy']);
  },
  'a recorded screen, with a new picture when something moves': () =>
    ffmpeg(
      [lavfi(growing(20, 1.4)), tone(1.4)],
      ['-vf', "select='lt(n,6)+between(n,9,12)+between(n,14,99)'", ...uneven, ...h264],
    ),
  'a recorded screen whose last picture stays': () =>
    ffmpeg(
      [lavfi(growing(20, 0.8)), tone(1.4)],
      [
        ...['-vf', "select='lt(n,6)+between(n,9,12)'", ...uneven, ...h264, '-bf', '0'],
        ...['-bsf:v', 'setts=duration=if(eq(N\\,9)\\,0.6/TB\\,DURATION)'],
      ],
    ),
  'times that are never quite even, at a nominal rate of 90000': () =>
    ffmpeg(
      [lavfi(growing(10, 1)), tone(1)],
      ['-vf', "settb=1/90000,setpts='PTS+mod(N\\,3)*601'", ...uneven, ...h264],
    ),
  [begins]: () =>
    ffmpeg([lavfi(growing(10, 1), '-itsoffset', String(late)), tone(1.5)], [...uneven, ...h264]),
};

async function run(work: Work | undefined, source: string, settings: Settings): Promise<string> {
  const output = next();
  await work?.({ source, settings, scratch: folder, target: () => output, signal, randomSeed: 1 });
  return output;
}
const models = defineModels(undefined);
const smoother = { frame_multiplier: 4, output_fps: 30, preserve_audio: true };
const asItIs = { scale: 1, local_range: 5, mode: 'tiny', color_fix: true };
/** Seconds: less than a frame of any of the sources. */
const near = 1 / 20;

/** How light each frame is that is shown, in order. */
async function light(path: string): Promise<number[]> {
  const output = `${path}.raw`;
  const options = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray'];
  await runFfmpeg(await findFfmpeg(), { inputs: [{ path }], options, output, signal, timeoutMs: 20_000 });
  const frames = await readFile(output);
  // All of a frame is equally light; this is its middle.
  return Array.from({ length: frames.length / 1024 }, (_, at) => frames[at * 1024 + 528] ?? 0);
}

test.each(Object.keys(sources))('%s: every moment is in its place', async (name) => {
  const path = (await sources[name]?.()) ?? '';
  const [before, own] = [await tracks(path), await light(path)];
  const first = own[0] ?? 0;
  const last = own.at(-1) ?? 0;

  const smooth = await run(models['video-frame-interpolation'], path, smoother);
  const [after, seen] = [await tracks(smooth), await light(smooth)];
  expect(Math.abs(after.end - before.end)).toBeLessThan(near);
  expect(Math.abs((after.sound?.end ?? 0) - (before.sound?.end ?? 0))).toBeLessThan(near);
  expect(seen).toHaveLength(after.frames);
  const delay = name === begins ? late : 0;
  for (const [at, value] of seen.entries()) {
    const expected = Math.min(last, first + slope * Math.max(0, at / 30 - delay));
    expect(Math.abs(value - expected), `frame ${at}`).toBeLessThan(slope * near);
  }

  const same = await run(models.flashvsr, path, asItIs);
  const [kept, shown] = [await tracks(same), await light(same)];
  expect(Math.abs(kept.end - before.end)).toBeLessThan(near);
  expect(Math.abs((kept.sound?.end ?? 0) - (before.sound?.end ?? 0))).toBeLessThan(near);
  expect(shown).toHaveLength(own.length);
  for (const [at, value] of shown.entries())
    expect(Math.abs(value - (own[at] ?? 0)), `frame ${at}`).toBeLessThan(slope * near);
});

test('frames that pass a gate all come, at their times, also where the picture begins late', async () => {
  const path = (await sources[begins]?.()) ?? '';
  const [before, own] = [await tracks(path), await light(path)];
  const output = next();
  await runGated(await findFfmpeg(), {
    path,
    output,
    signal,
    timeoutMs: 60_000,
    ahead: 1,
    clip: await readClip(path),
    before: [],
    after: ['scale=32:32', 'format=yuv420p'],
    options: [...uneven, ...h264, '-tune', 'zerolatency', '-map', '0:a', '-c:a', 'copy'],
  });
  expect(await tracks(output)).toMatchObject({ start: before.start, frames: before.frames });
  expect(Math.abs((await tracks(output)).end - before.end)).toBeLessThan(near);
  for (const [at, value] of (await light(output)).entries())
    expect(Math.abs(value - (own[at] ?? 0)), `frame ${at}`).toBeLessThan(slope * near);
});

test('an FFmpeg that knows files only keeps the length of picture and sound, too', async () => {
  const tool = wasmFfmpeg();
  if (!tool) throw new Error('@ffmpeg/core is not installed');
  const path = await ffmpeg([lavfi(growing(10, 0.5)), tone(0.8)], h264);
  const result = await tracks(
    await run(
      film(async () => tool),
      path,
      smoother,
    ),
  );
  expect(result.frames).toBe(15);
  expect(Math.abs(result.end - 0.5)).toBeLessThan(near);
  // The picture's end is not the sound's.
  expect(Math.abs((result.sound?.end ?? 0) - 0.8)).toBeLessThan(near);
});
