/**
 * A program of its own: writes the picture that the JSON on its command line names in a type that every model takes, or a
 * moving one's frames as an APNG. picture.ts starts it and ends it: decoding takes seconds that cannot be interrupted.
 */
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { endWithParent } from '../../../node/apart.ts';
import { writeFrames } from './frames.ts';
import type { PictureWork } from './picture.ts';

endWithParent();
sharp.cache(false);
// Half the memory of two; a picture is not worth all the processors.
sharp.concurrency(1);

/** Pixels, as for sources. */
const mostPixels = 50_000_000;
/** Dots per inch at which a drawing's own size is meant (CSS: 96, of which librsvg makes 72 user units). */
const plainDensity = 72;

async function convert({ path, output, way, to, size }: PictureWork): Promise<void> {
  if (way === 'frames') return writeFrames(path, output);
  const picture = way === 'drawing' ? await drawn(path, size) : opened(path);
  const upright = picture.autoOrient();
  // To sRGB by its own profile, which is sharp's rule where none is kept; nothing else that the file says comes along.
  await (to === 'image/jpeg'
    ? // The best Huffman tables would hold all of it for a percent of its bytes.
      upright.jpeg({ quality: 97, chromaSubsampling: '4:4:4', optimizeCoding: false })
    : upright.toColourspace('srgb').png({ compressionLevel: 6 })
  ).toFile(output);
}

const opened = (path: string): Sharp =>
  sharp(path, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true, page: 0 });

/** From bytes without a name: there is no folder that a drawing could ask for files from. */
async function drawn(path: string, { width, height }: PictureWork['size']): Promise<Sharp> {
  const bytes = await readFile(path);
  const own = await sharp(bytes, { limitInputPixels: false }).metadata();
  const density = plainDensity * Math.max(width / own.width, height / own.height);
  return sharp(bytes, {
    limitInputPixels: mostPixels,
    density: Math.min(100_000, Math.max(1, density)),
  }).resize(width, height, { fit: 'fill' });
}

// Nobody but picture.ts starts it.
const work: PictureWork = JSON.parse(process.argv[2] ?? '');
await convert(work);
process.exit();
