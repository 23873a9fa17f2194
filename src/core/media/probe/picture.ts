/** What a picture holds, and that it can be decoded to its last line. */
import { open } from 'node:fs/promises';
import sharp, { type Metadata } from 'sharp';
import { Failure } from '../../domain/failure.ts';
import type { MediaRecord } from '../../domain/media-record.ts';

// libvips keeps the last files open for a second use that random names never get: removed ones would fill the disk.
sharp.cache({ files: 0 });

/** Seconds; 50 megapixels take about one, and a file made to be slow is given up. */
const decodingSeconds = 20;

/** sharp's name for what it reads. Two readers that disagree about a file mean that it is made to deceive one of them. */
const readAs: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/tiff': 'tiff',
  'image/avif': 'heif',
};

/**
 * Reads a picture of the type its bytes show; decodes it only when it has at most `maxPixels`.
 * @throws Failure picture-too-large, file-damaged, file-not-media when sharp takes it for another type
 */
export async function probePicture(path: string, type: string, maxPixels: number): Promise<MediaRecord> {
  const damaged = (cause: unknown) => new Failure('file-damaged', { medium: 'image' }, { cause });
  const header = await readHeader(path).catch((error: unknown) => {
    throw damaged(error);
  });
  if (header.format !== readAs[type])
    throw new Failure('file-not-media', { found: `image/${header.format}` });
  const { width, height } = header.autoOrient;
  if (width * height > maxPixels) throw new Failure('picture-too-large', { width, height, limit: maxPixels });
  const frames = type === 'image/png' ? await countFrames(path) : (header.pages ?? 1);
  await decode(path, maxPixels).catch((error: unknown) => {
    throw damaged(error);
  });
  const depth = header.depth === 'ushort' ? 16 : 8;
  return { medium: 'image', type, width, height, alpha: header.hasAlpha, depth, light: 'sdr', frames };
}

/** Decodes nothing, so a size that would not fit into memory can be read and refused. */
function readHeader(path: string): Promise<Metadata> {
  return sharp(path, { limitInputPixels: false, failOn: 'error' }).metadata();
}

/** Reads every line of the first page, at a size where the decoder itself can leave work out (JPEG, WebP). */
async function decode(path: string, maxPixels: number): Promise<void> {
  await sharp(path, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true })
    .resize({ width: 64, height: 64, fit: 'inside', kernel: 'nearest' })
    .timeout({ seconds: decodingSeconds })
    .raw()
    .toBuffer();
}

/**
 * The frames of a PNG, 1 for a still one. sharp shows an APNG's first picture and says nothing of the others; their
 * number stands in the chunk `acTL`, which comes before the first picture data (PNG 3rd edition, 11.3.6.1).
 */
async function countFrames(path: string): Promise<number> {
  const file = await open(path);
  try {
    const chunk = Buffer.alloc(12);
    // A picture has a dozen chunks before its data; one with thousands is not searched to its end.
    for (let position = 8, seen = 0; seen < 1000; seen += 1) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      const name = chunk.toString('latin1', 4, 8);
      if (bytesRead < chunk.length || name === 'IDAT') return 1;
      if (name === 'acTL') return Math.max(1, chunk.readUInt32BE(8));
      position += 12 + chunk.readUInt32BE(0);
    }
    return 1;
  } finally {
    await file.close();
  }
}
