/** The ways to make a picture smaller, from the one that loses nothing to the one that loses the most. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { largestThatFits } from './largest.ts';
import { lookalike } from './lookalike.ts';
import { describe, longestWebp, losslessMayFit, open, type Source } from './picture-source.ts';

/**
 * lossless    another format, every pixel the same
 * close       the same size, compressed, looking the same
 * smaller     fewer pixels
 * still       the first frame of an animation, which does not fit as one
 */
export type PictureRung = 'lossless' | 'close' | 'smaller' | 'still';

export type PictureCopy = {
  rung: PictureRung;
  path: string;
  type: string;
  bytes: number;
  width: number;
  height: number;
};

/** Mean SSIM against the original from which a person takes the two for one, side by side. */
const lookingTheSame = 0.98;

/** Up to here the better and slower ways of the encoder are worth it; beyond, it takes 20 s for a try. */
const mostThorough = 20_000_000;
/** Our own results reach 67 megapixels; beyond, the copy is scaled down. */
const mostEncoded = 70_000_000;
/** A WebP is held whole while it is written, at up to 20 bytes for each pixel; a JPEG is not. */
const mostWebp = 20_000_000;
/** Below it a picture is no longer worth posting. Pixels along the longer edge. */
const smallestEdge = 128;

/**
 * Makes a copy of a picture with at most `target` bytes, as good as can be, in `folder`; undefined when nothing of
 * it is small enough. @throws sharp's error when it cannot be decoded
 */
export async function fitPicture(
  path: string,
  target: number,
  folder: string,
): Promise<PictureCopy | undefined> {
  const meta = await sharp(path, { limitInputPixels: false }).metadata();
  const moving = meta.format === 'gif' || meta.format === 'webp' ? (meta.pages ?? 1) : 1;
  const whole = describe(path, meta, moving);
  const tooMuchMoves = moving > 1 && whole.pixels > mostEncoded;
  const copy = tooMuchMoves ? undefined : await climbDown(whole, target, folder);
  if (copy || moving === 1) return copy;
  const still = await climbDown(describe(path, meta, 1), target, folder);
  return still && { ...still, rung: 'still' };
}

async function climbDown(source: Source, target: number, folder: string): Promise<PictureCopy | undefined> {
  const { width, height, pixels } = source;
  let tries = 0;
  const encode = async (how: (picture: Sharp) => Sharp, type = 'image/webp') => {
    tries += 1;
    const path = join(folder, `${source.frames}-${tries}`);
    const made = await how(open(source)).toFile(path);
    const high = source.frames > 1 ? (made.pageHeight ?? made.height / source.frames) : made.height;
    return { path, type, bytes: (await stat(path)).size, width: made.width, height: high };
  };
  const webp = (quality: number) => (picture: Sharp) =>
    picture.webp(
      pixels <= mostThorough ? { quality, effort: 4, smartSubsample: true } : { quality, effort: 2 },
    );

  if (await losslessMayFit(source, target)) {
    const made = await encode((picture) => picture.webp({ lossless: true, effort: 2 }));
    if (made.bytes <= target) return { ...made, rung: 'lossless' };
  }

  let known: { scale: number; bytes: number } | undefined;
  const fitsWebp = Math.max(width, height) <= longestWebp && pixels <= mostWebp;
  const opaque = !source.meta.hasAlpha && source.frames === 1;
  if (pixels <= mostEncoded && (fitsWebp || opaque)) {
    const search = await largestThatFits(
      (quality) =>
        fitsWebp
          ? encode(webp(Math.round(quality)))
          : encode(
              (
                picture, // The best Huffman tables would hold all of it for a percent of its bytes.
              ) =>
                picture.jpeg({
                  quality: Math.round(quality),
                  chromaSubsampling: '4:4:4',
                  optimizeCoding: false,
                }),
              'image/jpeg',
            ),
      // Above 95 bytes grow and nobody sees why; below 50 no picture with any detail has looked the same.
      { low: 50, high: 95, first: 92, target, slope: 0.05, finest: 1, tries: 4, hopeless: 6 },
    );
    const { best, first } = search;
    if (best && (await lookalike(source, best.made.path)) >= lookingTheSame)
      return { ...best.made, rung: 'close' };
    known = { scale: 1, bytes: first.made.bytes };
  }

  const longest = Math.max(width, height);
  const high = Math.min(1, longestWebp / longest, Math.sqrt(mostWebp / pixels));
  const low = Math.min(high, smallestEdge / longest);
  // Quality 85 and textures: about a bit and a half for a pixel.
  const whole = known?.bytes ?? pixels * 0.18;
  const search = await largestThatFits(
    (power) => {
      const [wide, tall] = [width, height].map((edge) => Math.max(1, Math.round(edge * Math.exp(power))));
      return encode((picture) => webp(85)(picture.resize(wide, tall, { fit: 'fill' })));
    },
    {
      low: Math.log(low),
      high: Math.log(high),
      first: Math.log(target / whole) / 2 + 0.15,
      target,
      slope: 1.8,
      finest: 0.02,
      tries: 5,
    },
  );
  return search.best && { ...search.best.made, rung: 'smaller' };
}
