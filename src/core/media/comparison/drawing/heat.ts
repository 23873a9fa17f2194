/** Where a result is changed, tile by tile: its source in grey, which glows there. */
import sharp from 'sharp';
import { letters } from '../../../charts/letters.ts';
import type { Likeness } from '../likeness.ts';
import type { Drawn, Pair, Size } from '../task.ts';
import type { Facts } from '../words.ts';
import { foot } from './foot.ts';
import { sheet } from './ink.ts';
import { within } from './layout.ts';
import { factsOf, likenessOfFiles, onGround } from './picture.ts';
import { onChequers, placed, scaled, shownSize } from './pixels.ts';

const width = 1200;
const [leastHigh, mostHigh, footHeight] = [120, 800, 73];

/** What is lost of a tile where it begins to glow, as scaling there and back loses by itself, and where it glows all it can. */
const [slight, full] = [0.03, 0.2];
const glow = [0xff, 0x94, 0x48] as const;

/** Writes a JPEG. @throws sharp's error where one of them cannot be decoded */
export async function drawHeat(pair: Pair, { caption, output }: Omit<Drawn, keyof Pair>): Promise<Facts> {
  const size = await shownSize(pair.before);
  const likeness = await likenessOfFiles(pair);
  const height = Math.round(Math.max(leastHigh, Math.min(mostHigh, (width * size.height) / size.width)));
  const box = within({ left: 0, top: 0, width, height }, size);
  const grey = onChequers(await scaled(pair.before, box));
  const dim = await sharp(grey.data, { raw: grey })
    .removeAlpha()
    .grayscale()
    .toColourspace('srgb')
    .linear(0.55)
    .png({ compressionLevel: 1 })
    .toBuffer();
  const drawn = sheet(await letters(), { width, height: height + footHeight });
  const facts = factsOf(likeness);
  foot(drawn.pen, { left: 0, top: height, width, height: footHeight }, caption, facts);
  const pictures = [
    { input: dim, left: box.left, top: box.top },
    {
      ...placed(
        { data: await glowing(likeness, box), width: box.width, height: box.height, channels: 4 },
        box,
      ),
    },
    { input: await drawn.png(), left: 0, top: 0 },
  ];
  await onGround({ width, height: height + footHeight }, pictures, output);
  return facts;
}

/** A pixel for each tile, then softened to the size. */
function glowing({ tiles, columns, rows }: Likeness, { width, height }: Size): Promise<Buffer> {
  const data = Buffer.alloc(columns * rows * 4);
  for (const [at, value] of tiles.entries()) {
    data.set(glow, at * 4);
    data[at * 4 + 3] = Math.round(230 * Math.max(0, Math.min(1, (1 - value - slight) / (full - slight))));
  }
  return sharp(data, { raw: { width: columns, height: rows, channels: 4 } })
    .resize({ width, height, fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
}
