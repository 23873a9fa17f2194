/**
 * Heads of every type with changed bytes: whatever is in a file, there is a record or a sentence, within bounds.
 * `DARKROOM_FUZZ=20000` tries so many instead.
 */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Failure } from '../../src/core/domain/failure.ts';
import { mediaRecordSchema } from '../../src/core/domain/media-record.ts';
import { probe } from '../../src/core/media/probe/probe.ts';
import { heif, hevc } from '../helpers/heif.ts';
import { file, folder } from './fixture.ts';
import { card, encoder, h264, made, tone } from './made.ts';

const tries = Number(process.env.DARKROOM_FUZZ ?? 60);

/** One in so many is of a type that FFmpeg is started for, twice. */
const rarely = 50;

/** The same numbers from 0 to 1 in every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function samples() {
  const raw = { width: 16, height: 32, channels: 3, pageHeight: 16 } as const;
  const pages = () => sharp(Buffer.alloc(16 * 32 * 3, 90), { raw });
  const still = [...card('32x32'), '-frames:v', '1'];
  const clip = [...card('32x32', 10, 0.5), ...tone(0.5)];
  const read = async (name: string, options: string[]) => readFile(await made(name, options));
  const own = [
    await pages().jpeg().toBuffer(),
    await pages().png().toBuffer(),
    await read('a.apng', card('32x32', 4)),
    await pages()
      .gif({ delay: [100, 100] })
      .toBuffer(),
    await pages()
      .webp({ delay: [100, 100] })
      .toBuffer(),
    await pages().tiff().toBuffer(),
    await pages().avif({ effort: 0 }).toBuffer(),
    heif({
      width: 32,
      height: 32,
      coded: await hevc(folder, { name: 'a', size: '32x32' }),
      grid: { columns: 2, rows: 1 },
      turns: 1,
    }),
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect fill="url(#a)" id="a"/></svg>',
    ),
    await read('a.mp4', [...clip, ...h264]),
    await read('a.mov', [...clip, ...h264, '-bf', '2', '-movflags', '+faststart']),
    await read('a.3gp', [...clip, ...h264, '-c:a', 'aac']),
    await read('a.mkv', [...clip, ...h264]),
    await read('a.webm', [...clip, '-c:v', 'libvpx', '-c:a', 'libopus']),
  ];
  const foreign = [
    await read('a.bmp', still),
    await read('a.ico', still),
    await read('a.jxl', [...still, '-c:v', 'libjxl']),
    await read('a.jp2', [...still, '-c:v', 'jpeg2000', '-format', 'jp2']),
    await read('a.avif', [...card('32x32', 4), '-c:v', 'libaom-av1', '-cpu-used', '8']),
    await read('a.avi', [...clip, '-c:v', 'mjpeg']),
    await read('a.ts', [...clip, ...h264]),
    await read('a.mpg', [...clip, '-r', '25', '-c:v', 'mpeg2video']),
    await read('a.flv', [...clip, ...h264, '-ar', '44100']),
    await read('a.wmv', [...clip, '-c:v', 'wmv2', '-c:a', 'wmav2']),
  ];
  return { own, foreign };
}

/** Bytes changed, mostly near the beginning, where everything else is described; numbers made as large as can be; cut. */
function changed(whole: Buffer, next: () => number): Buffer {
  const bytes = Buffer.from(whole);
  const reach = next() < 0.8 ? Math.min(bytes.length, 700) : bytes.length;
  for (let left = 1 + Math.floor(next() * 6); left > 0; left -= 1) {
    const at = Math.floor(next() * reach);
    if (next() < 0.2) bytes.fill(next() < 0.5 ? 0xff : 0, at, Math.min(bytes.length, at + 4));
    else bytes[at] = Math.floor(next() * 256);
  }
  return next() < 0.1 ? bytes.subarray(0, Math.ceil(next() * bytes.length)) : bytes;
}

test(
  `${tries} files with changed heads: a record or a sentence for each`,
  async () => {
    const { own, foreign } = await samples();
    const next = numbers(13);
    const codes = new Map<string, number>();
    for (let index = 0; index < tries; index += 1) {
      const from = index % rarely === 0 ? foreign : own;
      const bytes = changed(from[Math.floor(next() * from.length)] ?? Buffer.alloc(1), next);
      const path = await file(bytes);
      const found = await probe(path, { encoder, processorMs: 1500 }).catch((error: unknown) => error);
      if (!(found instanceof Failure)) {
        // Whatever else was thrown is shown in full.
        expect(mediaRecordSchema.safeParse(found).success ? 'a record' : found, `number ${index}`).toBe(
          'a record',
        );
        codes.set('record', (codes.get('record') ?? 0) + 1);
        continue;
      }
      codes.set(found.code, (codes.get(found.code) ?? 0) + 1);
      expect(found.message, `number ${index}`).toMatch(/^The [^/\\]+$/);
      expect(found.message).not.toMatch(/error|sharp|vips|ffmpeg|mediabunny|undefined|NaN/i);
    }
    if (process.env.DARKROOM_FUZZ) console.log(Object.fromEntries(codes));
    expect(codes.get('record')).toBeGreaterThan(0);
    expect(codes.get('file-damaged')).toBeGreaterThan(0);
    // Ours, not the files': a machine may be busy, but not for one file in ten.
    expect(codes.get('reader-busy') ?? 0).toBeLessThan(tries / 10);
  },
  // A machine with other work takes half a second for each.
  300_000 + tries * 1000,
);
