/** What a picture holds, and that it can be decoded to its last line. Runs in the reader (reader-program.ts). */
import sharp, { type Metadata } from 'sharp';
import type { PictureRecord } from '../../../domain/media-record.ts';
import { isEven } from '../even.ts';
import type { Asked, Reading } from '../reading.ts';
import { Unreadable } from '../unreadable.ts';
import { shownFor } from './delays.ts';
import { checkDrawing, drawnSize } from './drawing.ts';
import { checkGif } from './gif.ts';
import { isCoded, readHeif } from './heif.ts';
import { readPng } from './png.ts';
import { readSequence } from './sequence.ts';

// Every file is read once: what is kept of it would only be lost memory.
sharp.cache(false);
// One of two cores stays for others, and each thread has memory of its own.
sharp.concurrency(1);

/** Seconds; 50 megapixels take about one, and a file made to be slow is given up. */
const decodingSeconds = 60;

/** sharp's name for what it reads. Two readers that disagree about a file mean that it is made to deceive one of them. */
const readAs: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/tiff': 'tiff',
  'image/avif': 'heif',
  'image/svg+xml': 'svg',
};

/** What a container says beside the pixels. */
type Said = Pick<PictureRecord, 'depth' | 'light' | 'frames' | 'moving'>;

/**
 * Reads a picture of the type its bytes show; decodes it only when it has at most `maxPixels`. One of HEVC is not
 * decoded, which would take seconds: its parts are found whole, and whoever converts it meets the rest.
 * @throws Unreadable, or what the decoder says of damage
 */
export async function readPicture({ path, type, maxPixels }: Asked): Promise<Reading> {
  if (type === 'image/heic') {
    const found = await readHeif(path);
    if (!isCoded(found.codec, 'hevc')) throw new Unreadable({ refused: 'image/heif' });
    const { width, height, depth, light, alpha } = found;
    checkSize({ width, height, maxPixels });
    return { medium: 'image', type, width, height, alpha, depth, light, frames: 1 };
  }
  if (type === 'image/svg+xml') await checkDrawing(path);
  const header = await sharp(path, { limitInputPixels: false, failOn: 'error' }).metadata();
  if (header.format !== readAs[type]) throw new Unreadable({ refused: `image/${header.format}` });
  // A drawing has no pixels of its own, but those that it is drawn with for a model.
  const { width, height } = type === 'image/svg+xml' ? drawnSize(header.autoOrient) : header.autoOrient;
  checkSize({ width, height, maxPixels });
  const said = await saidOf(path, type, header);
  const all = said.moving && said.frames * width * height <= maxPixels && type !== 'image/avif';
  const sample = await decode(path, { maxPixels, all: all === true, averaged: type === 'image/gif' });
  // A GIF has a colour for nothing as often as not: what counts is whether it is to be seen.
  const alpha = header.hasAlpha && (type !== 'image/gif' || !isOpaque(sample));
  // Of all its frames, where they are decoded: one of them is enough.
  const varied = isEven(sample.data, sample.info.channels) ? {} : ({ varied: true } as const);
  return { medium: 'image', type, width, height, alpha, ...varied, ...said };
}

function checkSize({ maxPixels, ...size }: { width: number; height: number; maxPixels: number }): void {
  if (size.width * size.height > maxPixels) throw new Unreadable({ tooLarge: size });
}

async function saidOf(path: string, type: string, header: Metadata): Promise<Said> {
  if (type === 'image/png') return readPng(path);
  if (type === 'image/avif') {
    const { depth, light } = await readHeif(path);
    return { depth, light, ...((await readSequence(path)) ?? { frames: 1 }) };
  }
  if (type === 'image/gif') await checkGif(path);
  const frames = header.pages ?? 1;
  const depth = header.depth === 'ushort' ? 16 : header.depth === 'float' ? 32 : 8;
  const moves = frames > 1 && (type === 'image/gif' || type === 'image/webp');
  return { depth, light: 'sdr', frames, ...(moves ? { moving: movingOf(header, frames) } : {}) };
}

function movingOf({ delay = [], loop = 0 }: Metadata, frames: number) {
  const shown = Array.from({ length: frames }, (_, at) => shownFor(delay[at] ?? 0));
  const seconds = shown.reduce((sum, ms) => sum + ms, 0) / 1000;
  return { seconds, fps: frames / seconds, loops: loop };
}

type Sample = { data: Buffer; info: { channels: number } };

/**
 * Reads every line of the first page, or of all, at a size where the decoder itself can leave work out (JPEG, WebP).
 * @param how.averaged each pixel of the small copy has something of all that it stands for
 */
async function decode(
  path: string,
  { maxPixels, all, averaged }: { maxPixels: number; all: boolean; averaged: boolean },
): Promise<Sample> {
  return sharp(path, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true, animated: all })
    .resize({ width: 64, height: 64, fit: 'inside', kernel: averaged ? 'cubic' : 'nearest' })
    .timeout({ seconds: decodingSeconds })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

const isOpaque = ({ data, info: { channels } }: Sample): boolean =>
  channels < 4 || data.every((value, at) => at % 4 !== 3 || value === 255);
