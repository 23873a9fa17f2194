/** Sizes, and what else stands in headers, of the pictures that only FFmpeg decodes: known before anything is decoded. */
import { open } from 'node:fs/promises';
import type { PictureRecord } from '../../../domain/media-record.ts';
import { checkEnd, topBox } from '../boxes.ts';
import { readHeif } from './heif.ts';
import { readJxl } from './jxl.ts';
import { readSequence } from './sequence.ts';

/** What more a header says is left out where it does not. */
type Header = { width: number; height: number } & Partial<PictureRecord>;

const readers: Readonly<Record<string, (path: string) => Promise<Header>>> = {
  'image/bmp': async (path) => bitmap(await head(path, 26)),
  'image/x-icon': async (path) => icon(await head(path, 6 + 16 * 256)),
  'image/j2c': async (path) => codestream(await head(path, 43)),
  'image/jp2': jp2,
  'image/jxl': jxl,
  'image/avif': sequence,
};

/** @param type one of those above. @throws Error where the header is not whole or says nothing that could be shown */
export async function readHeader(path: string, type: string): Promise<Header> {
  const header = await readers[type]?.(path);
  if (!header || !(header.width > 0 && header.height > 0)) throw new Error('the header says no size');
  return header;
}

async function head(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(bytes), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** https://learn.microsoft.com/windows/win32/gdi/bitmap-header-types; a height below zero means lines from top to bottom. */
function bitmap(bytes: Buffer): Header {
  if (bytes.readUInt32LE(14) === 12) return { width: bytes.readUInt16LE(18), height: bytes.readUInt16LE(20) };
  return { width: bytes.readInt32LE(18), height: Math.abs(bytes.readInt32LE(22)) };
}

/** The largest of its pictures, which FFmpeg takes, too; 256 is written as 0. */
function icon(bytes: Buffer): Header {
  const count = Math.min(bytes.readUInt16LE(4), Math.floor((bytes.length - 6) / 16));
  const sizes = Array.from({ length: count }, (_, index) => ({
    width: bytes[6 + index * 16] || 256,
    height: bytes[7 + index * 16] || 256,
  }));
  const [largest] = sizes.toSorted((one, other) => other.width * other.height - one.width * one.height);
  return largest ?? { width: 0, height: 0 };
}

/** The marker SIZ (ITU-T T.800, A.5.1), which comes first. */
function codestream(bytes: Buffer): Header {
  if (bytes.readUInt32BE(0) !== 0xff4fff51) throw new Error('no size in front');
  return {
    width: bytes.readUInt32BE(8) - bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(12) - bytes.readUInt32BE(20),
    depth: ((bytes[42] ?? 7) & 0x7f) + 1,
  };
}

/** Its codestream, in a box of its own (ITU-T T.800, I.5.4). */
async function jp2(path: string): Promise<Header> {
  await checkEnd(path);
  const stream = await topBox(path, ['jp2c'], 43);
  if (!stream) throw new Error('no picture in it');
  return codestream(stream);
}

/** The bare codestream, or the first part of it in its container (ISO/IEC 18181-2). */
async function jxl(path: string): Promise<Header> {
  const bytes = await head(path, 64);
  if (bytes.readUInt16BE(0) === 0xff0a) return readJxl(bytes);
  await checkEnd(path);
  const [whole, parted] = [await topBox(path, ['jxlc'], 64), await topBox(path, ['jxlp'], 64)];
  const stream = whole ?? parted?.subarray(4);
  if (!stream) throw new Error('no picture in it');
  return readJxl(stream);
}

/** An AVIF that moves: its main picture, and its track. */
async function sequence(path: string): Promise<Header> {
  const { codec: _, ...main } = await readHeif(path);
  return { ...main, ...(await readSequence(path)) };
}
