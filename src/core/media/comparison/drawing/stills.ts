/** The two pictures that a wipe goes over, of one even size. */
import { join } from 'node:path';
import sharp from 'sharp';
import { letters } from '../../../charts/letters.ts';
import type { Pair, Size } from '../task.ts';
import { type Facts, comparisonWords as words } from '../words.ts';
import { label, sheet } from './ink.ts';

import { factsOf, likenessOfFiles } from './picture.ts';
import { onChequers, scaled, shownSize } from './pixels.ts';

/** Pixels along the longer edge: what a chat shows at most, and a player needs a few hundred kilobytes for. */
const edge = 1080;

/** @throws sharp's error where one of them cannot be decoded */
export async function drawStills(pair: Pair, folder: string): Promise<Facts & { size: Size }> {
  const { width, height } = await shownSize(pair.after);
  const factor = Math.min(1, edge / Math.max(width, height));
  const even = (pixels: number) => Math.max(2, 2 * Math.round((pixels * factor) / 2));
  const size = { width: even(width), height: even(height) };
  for (const side of ['before', 'after'] as const) {
    const { data, ...raw } = onChequers(await scaled(pair[side], size));
    const drawn = sheet(await letters(), size);
    // Both are to be read while the edge is between them.
    const corner = side === 'before' ? 'right' : 'left';
    label(drawn.pen, { ...size, left: 0, top: 0 }, { name: words[side], beside: '' }, corner);
    await sharp(data, { raw })
      .removeAlpha()
      .composite([{ input: await drawn.png() }])
      .png({ compressionLevel: 1 })
      .toFile(join(folder, `${side}.png`));
  }
  return { ...factsOf(await likenessOfFiles(pair)), size };
}
