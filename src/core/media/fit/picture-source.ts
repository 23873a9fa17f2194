/** The picture that is to become smaller: how it is read, and whether it may fit without loss. */
import sharp, { type Metadata, type Sharp } from 'sharp';

/** Pixels. WebP without loss takes 0.4 s and 25 bytes of memory for each thousand and each one of them (measured). */
const mostLossless = 16_000_000;
/** Along an edge: the format's own limit. */
export const longestWebp = 16_383;

export type Source = {
  path: string;
  meta: Metadata;
  width: number;
  height: number;
  frames: number;
  /** All frames together. */
  pixels: number;
};

export function describe(path: string, meta: Metadata, frames: number): Source {
  const { width, height } = meta.autoOrient;
  return { path, meta, width, height, frames, pixels: width * height * frames };
}

/** The picture upright, colours as it describes them. Each encode reads the file anew, so that none is held whole. */
export function open({ path, meta, frames }: Source): Sharp {
  const picture = sharp(path, {
    limitInputPixels: false,
    failOn: 'error',
    animated: frames > 1,
    sequentialRead: true,
  });
  const upright = frames > 1 ? picture : picture.autoOrient();
  // A profile of inks or greys says nothing about the copy, which is always red, green and blue.
  return meta.space === 'srgb' || meta.space === 'rgb16' ? upright.keepIccProfile() : upright;
}

/**
 * Whether to try without loss: not for what was lossy before, not for 16 bits, of which WebP has 8, and not where
 * strips of the picture already show that it will be far too large.
 */
export async function losslessMayFit(source: Source, target: number): Promise<boolean> {
  const { meta, width, height, pixels, frames } = source;
  if (!['png', 'gif', 'tiff'].includes(meta.format) || meta.depth !== 'uchar') return false;
  if (meta.space !== 'srgb' && meta.space !== 'b-w') return false;
  if (pixels > mostLossless || Math.max(width, height) > longestWebp) return false;
  if (frames > 1 || pixels < 1_000_000) return true;
  const rows = Math.ceil(meta.height / 40);
  let sample = 0;
  for (const part of [0.2, 0.5, 0.8]) {
    const top = Math.min(meta.height - rows, Math.round(meta.height * part));
    const strip = sharp(source.path, { limitInputPixels: false }).extract({
      left: 0,
      top,
      width: meta.width,
      height: rows,
    });
    sample += (await strip.webp({ lossless: true, effort: 2 }).toBuffer()).length;
  }
  return (sample * meta.height) / (rows * 3) <= target * 1.25;
}
