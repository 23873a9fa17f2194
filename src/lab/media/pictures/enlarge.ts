/** ESRGAN and Clarity in the lab: enlarging pictures with sharp, a band of lines at a time. */
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { openTiff } from '../../../core/media/tiff.ts';
import { numberOf, type Task, type Work, WorkRefused } from '../task.ts';
import { calm, enlarged } from './detail.ts';
import { channelsOf, inner, lenient, type Picture, part } from './picture.ts';
import { addTone, tileOf } from './tone.ts';

/** Pixels of a result: what fifty megapixels become at twice their size. Its pixels stand on disk meanwhile. */
const largestResult = 200_000_000;
/** Pixels of a result that are worked on at once. */
const bandPixels = 8_000_000;
/** Pixels around a band of the source that its filters look at. */
const margin = 12;

type Source = Picture & { profile: Buffer | undefined };

/** Exactly `scale` times the width and height of the upright picture; transparency and colour profile are kept. */
export const esrgan: Work = async (task) => {
  const scale = numberOf(task.settings, 'scale');
  const quality = numberOf(task.settings, 'quality');
  const format = task.settings.output_format;
  const source = await read(task, scale);
  const result = await inBands(task, source, scale, margin, async (band) =>
    enlarged(await calm(band), scale),
  );
  const type = `image/${format}`;
  const target = task.target(type);
  if (format === 'png') await result.png().toFile(target);
  else if (format === 'webp') await result.webp({ quality, smartSubsample: true }).toFile(target);
  else
    await result
      // JPEG has no transparency; white is what most viewers show behind it.
      .flatten({ background: 'white' })
      .jpeg({ quality, chromaSubsampling: quality >= 90 ? '4:4:4' : '4:2:0' })
      .toFile(target);
  return { type };
};

/** Like ESRGAN, with local contrast, tone and fine detail that grow with `creativity`; always PNG. */
export const clarity: Work = async (task) => {
  const scale = numberOf(task.settings, 'scale_factor');
  // 0 at -10, where the picture is only enlarged; 1 at 10.
  const strength = (numberOf(task.settings, 'creativity') + 10) / 20;
  const source = await read(task, scale);
  const tile = tileOf(source);
  // Contrast looks half a tile around each pixel; what is then enlarged need not.
  const wide = margin + (strength > 0 ? Math.ceil(tile.height / 2) : 0);
  const result = await inBands(task, source, scale, wide, async (band) => {
    const toned = await addTone(await calm(band), strength, tile);
    return enlarged(inner(toned, wide - margin), scale, 1 + strength);
  });
  await result.png().toFile(task.target('image/png'));
  return { type: 'image/png' };
};

/**
 * The work done on one band of the source after another, each with `around` pixels of what lies around it, of which
 * the work leaves `margin`; the result is read from disk line by line.
 */
async function inBands(
  task: Task,
  source: Source,
  scale: number,
  around: number,
  work: (band: Picture) => Promise<Picture>,
): Promise<Sharp> {
  const path = join(task.scratch, 'result.tiff');
  const channels = channelsOf(source);
  const { width, height, profile } = source;
  const result = await openTiff(path, { width: width * scale, height: height * scale, channels, profile });
  try {
    const lines = Math.max(around, Math.floor(bandPixels / (width * scale * scale)));
    for (let from = 0; from < height; from += lines) {
      task.signal.throwIfAborted();
      const to = Math.min(height, from + lines);
      const band = inner(await work(part(source, from, to, around)), margin * scale);
      await result.write(band.pixels);
    }
  } finally {
    await result.close();
  }
  return sharp(path, { sequentialRead: true, limitInputPixels: false }).keepIccProfile();
}

/** The upright source. @throws WorkRefused when it is no picture or its result would be too large. */
async function read(task: Task, scale: number): Promise<Source> {
  const facts = await sharp(task.source, lenient)
    .metadata()
    .catch((cause: unknown) => {
      throw new WorkRefused('The source is not a picture that can be read.', { cause });
    });
  const { width, height } = facts.autoOrient;
  if (width * height * scale * scale > largestResult)
    throw new WorkRefused(
      `The result would be ${width * scale}x${height * scale}; at most ${largestResult / 1e6} megapixels are supported.`,
    );
  const upright = sharp(task.source, lenient).autoOrient();
  // The pixels of an RGB picture stay in its own profile; any other (CMYK, grey) becomes sRGB.
  const own = facts.space === 'srgb' && facts.icc !== undefined;
  const coloured = own ? upright.keepIccProfile() : upright.toColourspace('srgb');
  const { data, info } = await coloured
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new WorkRefused('The picture is damaged and cannot be read.', { cause });
    });
  return {
    pixels: data,
    width,
    height,
    alpha: info.channels === 4,
    profile: own ? facts.icc : undefined,
  };
}
