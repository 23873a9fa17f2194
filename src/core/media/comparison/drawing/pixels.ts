/** What is drawn and compared of two pictures: upright, in sRGB, without moving. */
import sharp, { type OverlayOptions } from 'sharp';
import type { Colours } from '../likeness.ts';
import type { Place } from '../places.ts';
import type { Size } from '../task.ts';

/** A picture that was decoded: interleaved bytes. */
export type Pixels = { data: Buffer; width: number; height: number; channels: 3 | 4 };

/** Pixels that are compared at most: of what is larger, both are brought to as many. */
const mostCompared = 4_000_000;

/** The size at which a source is compared. */
export function comparedSize({ width, height }: Size): Size {
  const factor = Math.min(1, Math.sqrt(mostCompared / (width * height)));
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}

/** @throws sharp's error, later */
export const opened = (path: string) =>
  sharp(path, { limitInputPixels: false, page: 0, pages: 1, sequentialRead: true })
    .autoOrient()
    .toColourspace('srgb');

/** The size of its first picture, as it is shown. @throws sharp's error */
export async function shownSize(path: string): Promise<Size> {
  const { autoOrient, pageHeight } = await sharp(path, { limitInputPixels: false }).metadata();
  return { width: autoOrient.width, height: pageHeight ?? autoOrient.height };
}

/**
 * The three colours at a size, on grey where it is transparent.
 * @throws sharp's error where it cannot be decoded
 */
export async function coloursOf(path: string, size: Size): Promise<Colours> {
  const { data } = await opened(path)
    .resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
    .flatten({ background: '#808080' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return planesOf(data, size);
}

/** @param data red, green and blue of each pixel */
export function planesOf(data: Uint8Array, { width, height }: Size): Colours {
  const plane = (channel: number) => {
    const values = new Uint8Array(width * height);
    for (let at = 0, from = channel; at < values.length; at += 1, from += 3) values[at] = data[from] ?? 0;
    return { data: values, width, height };
  };
  return [plane(0), plane(1), plane(2)];
}

/** The whole picture at a size, with its transparency. @throws sharp's error */
export const scaled = (path: string, size: Size): Promise<Pixels> =>
  opened(path)
    .resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .then(({ data, info }) => ({ data, width: info.width, height: info.height, channels: 4 }));

/** A part of it at a size. @throws sharp's error */
export const cutOut = (path: string, { left, top, width, height }: Place, size: Size): Promise<Pixels> =>
  opened(path)
    .extract({ left, top, width, height })
    .resize({ ...size, fit: 'fill', kernel: 'cubic' })
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .then(({ data, info }) => ({ data, width: info.width, height: info.height, channels: 4 }));

/** Pixels along a square of the ground that shows what is transparent. */
const square = 16;
const [light, dark] = [0x8c, 0x66];

/** On a chequered ground, so that what is transparent is seen to be. The pixels given are changed. */
export function onChequers({ data, width, height, channels }: Pixels): Pixels {
  if (channels === 3) return { data, width, height, channels };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const alpha = data[at + 3] ?? 255;
      if (alpha === 255) continue;
      const ground = (Math.floor(x / square) + Math.floor(y / square)) % 2 === 0 ? light : dark;
      for (let channel = at; channel < at + 3; channel += 1)
        data[channel] = Math.round(((data[channel] ?? 0) * alpha + ground * (255 - alpha)) / 255);
      data[at + 3] = 255;
    }
  return { data, width, height, channels };
}

/** For sharp to put it somewhere. */
export const placed = (
  { data, width, height, channels }: Pixels,
  at: { left: number; top: number },
): OverlayOptions => ({ input: data, raw: { width, height, channels }, left: at.left, top: at.top });
