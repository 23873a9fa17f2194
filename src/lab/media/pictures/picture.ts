/** A picture on its way through several steps. */
import sharp, { type OutputInfo, type Sharp } from 'sharp';

/** 8-bit red, green and blue, and alpha where it has it, in the picture's own profile. */
export type Picture = { pixels: Buffer; width: number; height: number; alpha: boolean };

/** How strict the check before the price is (core/media/probe/picture.ts): what that lets through is done. */
export const lenient = { failOn: 'error' } as const;

export const channelsOf = ({ alpha }: Pick<Picture, 'alpha'>): 3 | 4 => (alpha ? 4 : 3);

/** How sharp is told of the pixels. */
export const raw = (picture: Picture) => ({
  raw: { width: picture.width, height: picture.height, channels: channelsOf(picture) },
});

export const opened = (picture: Picture): Sharp => sharp(picture.pixels, raw(picture));

/** The pipeline's result as the next step's input. */
export async function step(picture: Picture, pipeline: Sharp): Promise<Picture> {
  const made: { data: Buffer; info: OutputInfo } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  return { ...picture, pixels: made.data, width: made.info.width, height: made.info.height };
}

/**
 * Lines `from` to `to` of the picture, and `margin` pixels more on each side, which repeat its edge where it ends: a
 * filter that looks around itself finds something everywhere, however small the picture is.
 */
export function part(picture: Picture, from: number, to: number, margin: number): Picture {
  const channels = channelsOf(picture);
  const width = picture.width + 2 * margin;
  const height = to - from + 2 * margin;
  const line = picture.width * channels;
  const pixels = Buffer.allocUnsafe(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    const source = Math.max(0, Math.min(picture.height - 1, from - margin + y)) * line;
    const target = y * width * channels;
    const [left, right] = [target + margin * channels, target + margin * channels + line];
    picture.pixels.copy(pixels, left, source, source + line);
    for (let at = 0; at < margin * channels; at += channels) {
      pixels.copyWithin(target + at, left, left + channels);
      pixels.copyWithin(right + at, right - channels, right);
    }
  }
  return { ...picture, pixels, width, height };
}

/** Without `margin` pixels on each side. */
export function inner(picture: Picture, margin: number): Picture {
  const channels = channelsOf(picture);
  const [width, height] = [picture.width - 2 * margin, picture.height - 2 * margin];
  const pixels = Buffer.allocUnsafe(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    const source = ((y + margin) * picture.width + margin) * channels;
    picture.pixels.copy(pixels, y * width * channels, source, source + width * channels);
  }
  return { ...picture, pixels, width, height };
}
