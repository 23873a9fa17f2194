/** What Discord, Slack and browsers cannot show is posted as a copy that they can; edit lists are obeyed. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fitted } from '../../../src/core/media/fit/words.ts';
import { probe } from '../../../src/core/media/probe/probe.ts';
import { findFfmpeg, runFfmpeg } from '../../../src/ffmpeg/ffmpeg.ts';
import { makerPath } from '../../helpers/ffmpeg.ts';
import { tracks } from '../../helpers/sample-media.ts';
import { h264, made } from '../convert/samples.ts';
import { files, folder } from '../fixture.ts';
import { fitOf, keep } from './fixture.ts';

/** Kept with its record, as results are. */
async function result(bytes: Uint8Array) {
  const kept = await keep(bytes);
  return { ...kept, record: await probe(files.path(kept.name)) };
}

const aac = ['-c:a', 'aac'];
const front = ['-movflags', '+faststart'];

test.each([
  ['as it should be', 'a.mp4', [...h264, ...aac, ...front], undefined],
  ['its index behind', 'a.mp4', [...h264, ...aac], 'same pictures'],
  ['sound that is no AAC', 'a.mp4', [...h264, '-c:a', 'ac3', ...front], 'same pictures'],
  ['colours in full', 'a.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv444p', ...aac, ...front], 'anew'],
  ['HEVC', 'a.mp4', ['-c:v', 'libx265', '-x265-params', 'log-level=none', ...aac, ...front], 'anew'],
  ['VP9', 'a.webm', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-c:a', 'libopus'], 'anew'],
] as const)('a clip: %s', async (_, name, options, becomes) => {
  const file = await result(
    await readFile(await made(folder, name, options, { rate: 10, seconds: 0.5, sound: true })),
  );
  const { change, ...posted } = await fitOf(file, 10_000_000);
  expect(change?.kind).toBe(becomes && 'playable');
  if (!becomes) return expect(posted).toEqual(file);
  expect(posted.type).toBe('video/mp4');
  const path = files.path(posted.name);
  const found = await tracks(path);
  expect(found).toMatchObject({ codec: 'avc', frames: 5, width: 128, sound: { codec: 'aac' } });
  const bytes = await readFile(path);
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  // What plays is left alone, the next time.
  expect((await fitOf(await result(bytes), 10_000_000)).change).toBeUndefined();
  const original = await readFile(files.path(file.name));
  const slice = original.subarray(original.indexOf('mdat') + 2000).subarray(0, 200);
  expect(bytes.includes(slice)).toBe(becomes === 'same pictures');
  if (change)
    expect(fitted(change)).toMatch(/^Posted as MP4 .*, which plays here; the original (MP4|WebM) has/);
});

test('a picture that browsers show otherwise than others do becomes one that all show', async () => {
  const picture = sharp({ create: { width: 30, height: 20, channels: 4, background: '#2a58' } });
  const file = await result(await picture.tiff({ compression: 'lzw' }).toBuffer());
  const { change, ...posted } = await fitOf(file, 1_000_000);
  expect([change?.kind, posted.type]).toEqual(['playable', 'image/png']);
  expect(await sharp(files.path(posted.name)).metadata()).toMatchObject({ width: 30, hasAlpha: true });
});

test('the part of a clip that is shown is what is made to fit', async () => {
  const whole = await made(folder, 'whole.mp4', [...h264, '-g', '999', '-bf', '0', ...aac], {
    size: '640x360',
    seconds: 3,
    sound: true,
  });
  const cut = join(folder, 'cut.mp4');
  await runFfmpeg(await findFfmpeg(makerPath), {
    inputs: [{ path: whole, options: ['-ss', '2'] }],
    options: ['-c', 'copy'],
    output: cut,
    signal: new AbortController().signal,
    timeoutMs: 10_000,
  });
  const file = await result(await readFile(cut));
  expect(file.record).toMatchObject({ seconds: expect.closeTo(1, 1) });
  const copy = await fitOf(file, file.bytes * 0.4);
  expect(copy.change?.kind).toMatch(/compressed|smaller/);
  expect(copy.seconds).toBeCloseTo(1, 1);
  const found = await tracks(files.path(copy.name));
  expect(found.end - Math.max(0, found.start)).toBeCloseTo(1, 1);
});
