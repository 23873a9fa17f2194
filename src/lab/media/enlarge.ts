/** ESRGAN and Clarity in the lab: enlarging pictures with sharp. */
import sharp from 'sharp';
import { calm, enlarged } from './detail.ts';
import type { Picture } from './picture.ts';
import { numberOf, type Task, type Work, WorkRefused } from './task.ts';
import { addTone } from './tone.ts';

/** Pixels of a result, 8192 × 8192: past it one picture needs gigabytes of memory. */
const largestResult = 8192 * 8192;

/** Exactly `scale` times the width and height of the upright picture; transparency and colour profile are kept. */
export const esrgan: Work = async (task) => {
  const source = await read(task, numberOf(task.settings, 'scale'));
  const result = await enlarged(await calm(source), numberOf(task.settings, 'scale'));
  const quality = numberOf(task.settings, 'quality');
  const format = task.settings.output_format;
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
  const source = await calm(await read(task, scale));
  const result = await enlarged(await addTone(source, strength), scale, 1 + strength);
  await result.png().toFile(task.target('image/png'));
  return { type: 'image/png' };
};

/** The upright source. @throws WorkRefused when it is no picture or its result would be too large. */
async function read(task: Task, scale: number): Promise<Picture> {
  const facts = await sharp(task.source)
    .metadata()
    .catch((error: unknown) => {
      throw new WorkRefused('The source is not a picture that can be read.', { cause: error });
    });
  const { width, height } = facts.autoOrient;
  if (width * height * scale * scale > largestResult)
    throw new WorkRefused(
      `The result would be ${width * scale}x${height * scale}; at most ${largestResult} pixels are supported.`,
    );
  const upright = sharp(task.source).autoOrient();
  // The pixels of an RGB picture stay in its own profile; any other (CMYK, grey) becomes sRGB.
  const coloured =
    facts.space === 'srgb' && facts.icc ? upright.keepIccProfile() : upright.toColourspace('srgb');
  const tiff = await coloured
    .tiff({ compression: 'none' })
    .toBuffer()
    .catch((error: unknown) => {
      throw new WorkRefused('The picture is damaged and cannot be read.', { cause: error });
    });
  return { tiff, width, height, alpha: facts.hasAlpha };
}
