/** The reader is a program that is kept: for many files, within bounds, and no longer than it is needed. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { probe } from '../../src/core/media/probe/probe.ts';
import { readsAll } from '../helpers/ffmpeg.ts';
import { readers } from '../helpers/readers.ts';
import { declaredPng } from '../helpers/sample-media.ts';
import { file } from './fixture.ts';
import { card, encoder, h264, made } from './made.ts';

const photo = () =>
  sharp({ create: { width: 32, height: 32, channels: 3, background: '#888' } }).jpeg({ quality: 50 });

/** A clip whose table of times claims to go on for hours. */
async function endless(): Promise<string> {
  const bytes = await readFile(await made('honest.mov', [...card('64x48', 24, 1), ...h264, '-bf', '2']));
  bytes.writeUInt32BE(0xffffffff, bytes.indexOf('ctts') + 12);
  return file(bytes);
}

test('one reader reads file after file, with nothing of our surroundings, and ends when nobody needs it', async () => {
  const [picture, clip] = [await file(await photo().toBuffer()), await made('a.mp4', [...card(), ...h264])];
  // Files before this one have had readers of their own, which rest for a while.
  await expect.poll(readers).toEqual([]);
  await probe(picture);
  const first = await readers();
  expect(first).toHaveLength(1);
  const surroundings = await readFile(`/proc/${first[0]}/environ`, 'latin1');
  expect(surroundings).toContain('NODE_CHANNEL_FD');
  expect(surroundings).not.toMatch(/HOME=|REDIS|DARKROOM/);
  await Promise.all(Array.from({ length: 20 }, (_, at) => probe(at % 2 ? picture : clip)));
  expect(await readers()).toEqual(first);
  await expect.poll(readers).toEqual([]);
  expect(await probe(picture)).toMatchObject({ width: 32 });
});

test('a file for which there was no time is not damaged: it may be tried again, and is read then', async () => {
  const clip = await made('a.mp4', [...card(), ...h264]);
  const hurried = probe(clip, { readingMs: 1, tries: 2 });
  await expect(hurried).rejects.toMatchObject({ code: 'reader-busy' });
  await expect(hurried).rejects.toThrow(
    'The video could not be read now, since the machine is busy. Try again.',
  );
  expect(await probe(clip)).toMatchObject({ frames: 10 });
});

test('a file that takes the processor for ever is damaged, and those behind it are read', async () => {
  const started = performance.now();
  const [bad, good] = [await endless(), await file(await photo().toBuffer())];
  const both = [probe(bad, { processorMs: 500 }), probe(good)] as const;
  await expect(both[0]).rejects.toMatchObject({ code: 'file-damaged' });
  expect(await both[1]).toMatchObject({ width: 32 });
  expect(performance.now() - started).toBeLessThan(60_000);
});

/** A JPEG XL over which FFmpeg 7 fails again and again, without an end. */
async function tiring(): Promise<string> {
  const options = [...card('32x32'), '-frames:v', '1', '-c:v', 'libjxl'];
  const bytes = await readFile(await made('honest.jxl', options));
  for (const [at, value] of [
    [228, 191],
    [487, 142],
  ] as const)
    bytes[at] = value;
  bytes.fill(0, 515, 519);
  bytes.fill(255, 658, 662);
  return file(bytes);
}

test('FFmpeg ends where a file keeps it busy or fills its memory, and says another thing for want of time', async () => {
  const path = await tiring();
  await expect(probe(path, { encoder })).rejects.toMatchObject(
    readsAll ? { code: 'file-damaged' } : { code: 'file-needs-ffmpeg' },
  );
  const run = {
    // Without an end for every FFmpeg.
    inputs: [{ path: 'testsrc2=s=640x480', options: ['-f', 'lavfi'] }],
    options: ['-f', 'null'],
    output: '-',
    signal: new AbortController().signal,
    timeoutMs: 60_000,
  };
  const failed = expect.objectContaining({ name: 'FfmpegFailed' });
  await expect(encoder.run({ ...run, processorMs: 300 })).rejects.toEqual(failed);
  await expect(encoder.run({ ...run, memoryBytes: 1_000_000 })).rejects.toMatchObject({
    name: 'FfmpegTooLarge',
  });
  const stopped = expect.objectContaining({ name: 'FfmpegStopped' });
  await expect(probe(path, { encoder, readingMs: 1 })).rejects.toMatchObject({ code: 'reader-busy' });
  await expect(encoder.run({ ...run, timeoutMs: 200 })).rejects.toEqual(stopped);
});

test('a reader that somebody else ended says that it was busy', async () => {
  const reading = probe(await endless());
  reading.catch(() => {});
  await expect.poll(readers).toHaveLength(1);
  const [id = 0] = await readers();
  process.kill(id, 'SIGKILL');
  await expect(reading).rejects.toMatchObject({ code: 'reader-busy' });
});

test('a reader that was ended while it rested is replaced', async () => {
  const picture = await file(await photo().toBuffer());
  await probe(picture);
  const [id = 0] = await readers();
  process.kill(id, 'SIGKILL');
  // Whether its end is known by then or not.
  expect(await probe(picture, { tries: 2 })).toMatchObject({ width: 32 });
});

test.each([
  [
    'without its last lines',
    (bytes: Buffer) => [bytes.subarray(0, bytes.length * 0.97), Buffer.from([0xff, 0xd9])],
  ],
  [
    'with padding before its end',
    (bytes: Buffer) => [bytes.subarray(0, -2), Buffer.from([1, 2, 3, 4]), bytes.subarray(-2)],
  ],
  [
    'with a clip behind it',
    (bytes: Buffer) => [bytes, Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), Buffer.alloc(5000)],
  ],
])('a JPEG %s is shown by every viewer, and read', async (_, change) => {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const create = { width: 320, height: 240, channels: 3, background: '#888', noise } as const;
  const whole = await sharp({ create }).jpeg({ optimiseCoding: false }).toBuffer();
  expect(await probe(await file(Buffer.concat(change(whole))))).toMatchObject({ width: 320, height: 240 });
});

test('a picture that claims too much is refused by its header, whoever would decode it', async () => {
  const large = { code: 'picture-too-large', facts: { width: 30_000, height: 30_000, limit: 50_000_000 } };
  await expect(probe(await file(declaredPng(30_000, 30_000)))).rejects.toMatchObject(large);
  const bitmap = Buffer.alloc(200);
  bitmap.write('BM', 'latin1');
  bitmap.writeUInt32LE(54, 10);
  bitmap.writeUInt32LE(40, 14);
  bitmap.writeInt32LE(30_000, 18);
  bitmap.writeInt32LE(-30_000, 22);
  await expect(probe(await file(bitmap))).rejects.toMatchObject(large);
  // Its decoder takes more memory for each pixel than others.
  const avif = await sharp(await photo().toBuffer())
    .avif({ effort: 0 })
    .toBuffer();
  const size = avif.indexOf('ispe', 0, 'latin1') + 8;
  avif.writeUInt32BE(8000, size);
  avif.writeUInt32BE(5000, size + 4);
  const limit = { code: 'picture-too-large', facts: { width: 8000, height: 5000, limit: 28_000_000 } };
  await expect(probe(await file(avif))).rejects.toMatchObject(limit);
});
