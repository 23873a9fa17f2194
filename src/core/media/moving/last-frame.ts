/** How long the last picture is shown: FFmpeg's versions each guess it in another way, and the clip says it. */
import { type FileHandle, open } from 'node:fs/promises';
import type { MovingType } from '../../domain/media-record.ts';

/** Bytes from its end in which a GIF's last picture begins. */
const tailBytes = 16_000_000;

/** Has a GIF or a WebP that moves be shown for so many ms in all. @throws sharp's error, or the file system's */
export async function lastUntil(path: string, type: MovingType, ms: number): Promise<void> {
  // Only now: most of what the program is started for decodes nothing.
  const { default: sharp } = await import('sharp');
  const { delay = [] } = await sharp(path, { limitInputPixels: false }).metadata();
  const before = delay.slice(0, -1).reduce((sum, each) => sum + each, 0);
  const last = Math.max(20, ms - before);
  // With one picture it is a still one.
  if (delay.length < 2) return;
  const file = await open(path, 'r+');
  try {
    const place = type === 'gif' ? await inGif(file, delay.at(-1) ?? 0) : await inWebp(file);
    if (place === undefined) return;
    const value = Buffer.alloc(type === 'gif' ? 2 : 3);
    if (type === 'gif') value.writeUInt16LE(Math.min(65_535, Math.round(last / 10)));
    else value.writeUIntLE(Math.min(0xff_ff_ff, Math.round(last)), 0, 3);
    await file.write(value, 0, value.length, place);
  } finally {
    await file.close();
  }
}

/** GIF89a, 23: the last block of its kind that stands before a picture; what only looks like one has not its delay. */
async function inGif(file: FileHandle, delay: number): Promise<number | undefined> {
  const { size } = await file.stat();
  const from = Math.max(0, size - tailBytes);
  const { buffer } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
  const begin = Buffer.from([0x21, 0xf9, 4]);
  for (let at = buffer.lastIndexOf(begin); at >= 0; at = at > 0 ? buffer.lastIndexOf(begin, at - 1) : -1)
    if (buffer.readUInt16BE(at + 7) === 0x002c && buffer.readUInt16LE(at + 4) * 10 === delay)
      return from + at + 4;
  return undefined;
}

/** RFC 9649, 2.7.1.1: an `ANMF` says it after two places and two sizes of three bytes each. */
async function inWebp(file: FileHandle): Promise<number | undefined> {
  const { size } = await file.stat();
  let last: number | undefined;
  for (let at = 12; at + 8 <= size; ) {
    const { buffer } = await file.read({ buffer: Buffer.alloc(8), position: at });
    const length = buffer.readUInt32LE(4);
    if (buffer.toString('latin1', 0, 4) === 'ANMF') last = at + 20;
    at += 8 + length + (length % 2);
  }
  return last;
}
