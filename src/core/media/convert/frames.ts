/** A moving picture, frame by frame, as an APNG of whole frames: one that every FFmpeg reads, with its times. */
import { type FileHandle, open } from 'node:fs/promises';
import sharp from 'sharp';
import { chunk } from '../metadata/png.ts';
import { shownFor } from '../probe/picture/delays.ts';

/** Bytes of frames that are decoded at once: a file's later ones can only be reached through the earlier. */
const atOnce = 64_000_000;

/** @throws sharp's error when it cannot be decoded */
export async function writeFrames(path: string, output: string): Promise<void> {
  const {
    width,
    height,
    pageHeight = height,
    pages = 1,
    delay = [],
    loop = 0,
  } = await sharp(path).metadata();
  const group = Math.max(1, Math.floor(atOnce / (width * pageHeight * 4)));
  const file = await open(output, 'wx', 0o600);
  try {
    let sequence = 0;
    await file.appendFile(Buffer.from('89504e470d0a1a0a', 'hex'));
    for (let page = 0; page < pages; page += group) {
      const count = Math.min(group, pages - page);
      const frames = await flat(path, page, count);
      for (let index = 0; index < count; index += 1) {
        const size = width * pageHeight * 3;
        const pixels = frames.subarray(index * size, (index + 1) * size);
        const png = await sharp(pixels, { raw: { width, height: pageHeight, channels: 3 } })
          .png({ compressionLevel: 1 })
          .toBuffer();
        if (sequence === 0) await file.appendFile(chunk('IHDR', partsOf(png, 'IHDR')));
        if (sequence === 0) await file.appendFile(chunk('acTL', numbers(pages, loop)));
        sequence = await appendFrame(file, png, {
          sequence,
          width,
          height: pageHeight,
          ms: shownFor(delay[page + index] ?? 0),
        });
      }
    }
    await file.appendFile(chunk('IEND', Buffer.alloc(0)));
  } finally {
    await file.close();
  }
}

/** Some pages below one another, on white where they are transparent: a clip has no transparency. */
const flat = (path: string, page: number, pages: number): Promise<Buffer> =>
  sharp(path, { page, pages, limitInputPixels: false, failOn: 'error' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer();

/** PNG 3rd edition, 11.3.6: the first frame's data is the picture that others see. Gives the next sequence number. */
async function appendFrame(
  file: FileHandle,
  png: Buffer,
  { sequence, width, height, ms }: { sequence: number; width: number; height: number; ms: number },
): Promise<number> {
  const control = Buffer.alloc(26);
  numbers(sequence, width, height).copy(control);
  control.writeUInt16BE(Math.min(65_535, Math.round(ms)), 20);
  control.writeUInt16BE(1000, 22);
  await file.appendFile(chunk('fcTL', control));
  const data = partsOf(png, 'IDAT');
  await file.appendFile(
    sequence === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([numbers(sequence + 1), data])),
  );
  return sequence + (sequence === 0 ? 1 : 2);
}

/** The data of all chunks of a name, one after the other. */
function partsOf(png: Buffer, name: string): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === name)
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return Buffer.concat(parts);
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
