/** Cutting out the part that is tried. */
import sharp from 'sharp';
import type { Area } from '../../../domain/asked/taste.ts';
import { shownSize } from '../../comparison/drawing/pixels.ts';
import type { Place } from '../../comparison/places.ts';
import { partIn, partWithDetail } from '../areas.ts';

/** Pixels along the longer edge of what is looked at for detail. */
const lookedAt = 640;

const opened = (path: string) =>
  sharp(path, { limitInputPixels: false, page: 0, pages: 1, sequentialRead: true }).autoOrient();

/** Its pixels are the picture's own, in the colours that it names, upright. @throws sharp's error where it cannot be decoded */
export async function cutOutPart(it: { picture: string; area: Area; output: string }): Promise<Place> {
  const { picture, area, output } = it;
  const size = await shownSize(picture);
  const place = area === 'detail' ? await detailIn(picture, size) : partIn(area, size);
  await opened(picture).extract(place).keepIccProfile().png({ compressionLevel: 6 }).toFile(output);
  return place;
}

async function detailIn(picture: string, size: { width: number; height: number }): Promise<Place> {
  const factor = Math.min(1, lookedAt / Math.max(size.width, size.height));
  const seen = {
    width: Math.max(1, Math.round(size.width * factor)),
    height: Math.max(1, Math.round(size.height * factor)),
  };
  const light = await opened(picture)
    .resize({ ...seen, fit: 'fill' })
    .flatten({ background: '#808080' })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer();
  return partWithDetail(light, seen, size);
}
