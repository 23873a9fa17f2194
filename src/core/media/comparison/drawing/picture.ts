/** Before and after in one picture, and where a result is changed: drawn with sharp, with letters of our own. */
import sharp, { type OverlayOptions } from 'sharp';
import { letters } from '../../../charts/letters.ts';
import { type Likeness, likenessOf } from '../likeness.ts';
import { hottestNinth, mostChanged, type Place } from '../places.ts';
import type { Drawn, Pair, Size } from '../task.ts';
import { type Facts, comparisonWords as words } from '../words.ts';
import { foot } from './foot.ts';
import { label, look, sheet } from './ink.ts';
import { type Box, layoutOf, within } from './layout.ts';
import { marks, number } from './marks.ts';
import { coloursOf, comparedSize, cutOut, onChequers, placed, scaled, shownSize } from './pixels.ts';

/** @throws sharp's error where one of them cannot be decoded */
export async function likenessOfFiles({ before, after }: Pair): Promise<Likeness> {
  const size = comparedSize(await shownSize(before));
  const one = await coloursOf(before, size);
  return likenessOf(one, await coloursOf(after, size));
}

export const factsOf = (likeness: Likeness): Facts => ({
  share: likeness.share,
  ninth: hottestNinth(likeness) ?? null,
});

/** Writes a JPEG. @throws sharp's error */
export async function drawComparison(
  pair: Pair,
  { caption, output }: Omit<Drawn, keyof Pair>,
): Promise<Facts> {
  const sizes = { before: await shownSize(pair.before), after: await shownSize(pair.after) };
  const likeness = await likenessOfFiles(pair);
  const compared = comparedSize(sizes.before);
  const layout = layoutOf(sizes.after);
  const [whole, shown] = [within(layout.before, sizes.after), within(layout.after, sizes.after)];
  const each = cropSize(layout.crops[0]?.after ?? layout.after, sizes.after, compared);
  const places = mostChanged(likeness, { size: compared, each, most: layout.crops.length });
  const pictures = [
    placed(onChequers(await scaled(pair.before, whole)), whole),
    placed(onChequers(await scaled(pair.after, shown)), shown),
  ];
  const drawn = sheet(await letters(), layout);
  label(drawn.pen, layout.before, { name: words.before, beside: sizeText(sizes.before) });
  for (const [index, place] of places.entries()) {
    const boxes = layout.crops[index];
    if (!boxes) break;
    for (const side of ['before', 'after'] as const) {
      const from = inPixels(place, compared, sizes[side]);
      const box = within(boxes[side], from);
      pictures.push(placed(onChequers(await cutOut(pair[side], from, box)), box));
    }
    number(drawn.pen, String(index + 1), boxes.before);
  }
  const framed = places.map((place) => {
    const box = inPixels(place, compared, shown);
    return { ...box, left: box.left + shown.left, top: box.top + shown.top };
  });
  marks(drawn.pen, framed, shown, () =>
    label(drawn.pen, layout.after, { name: words.after, beside: sizeText(sizes.after) }),
  );
  const facts = factsOf(likeness);
  foot(drawn.pen, layout.foot, caption, facts);
  pictures.push({ input: await drawn.png(), left: 0, top: 0 });
  await onGround(layout, pictures, output);
  return facts;
}

/** Writes a JPEG, which every chat shows. */
export async function onGround(size: Size, pictures: OverlayOptions[], output: string): Promise<void> {
  const { width, height } = size;
  await sharp({ create: { width, height, channels: 3, background: look.ground } })
    .composite(pictures)
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toFile(output);
}

/** An axis along which there is so much less that a crop may take all of it. */
const narrow = 2.2;

/**
 * Of a place in the compared picture, so that it fills the box at its real size in the result; of a small result it is half
 * of that at the most, which is then enlarged.
 */
function cropSize(box: Size, after: Size, compared: Size): Size {
  const part = (along: number, across: number) => (along * narrow < across ? along : along / 2);
  const [wide, high] = [part(after.width, after.height), part(after.height, after.width)];
  const factor = Math.max(1, box.width / wide, box.height / high);
  return {
    width: Math.max(8, (box.width / factor) * (compared.width / after.width)),
    height: Math.max(8, (box.height / factor) * (compared.height / after.height)),
  };
}

const sizeText = ({ width, height }: Size): string => `${width} × ${height}`;

/** A place in pixels of another size of the same picture. */
function inPixels({ left, top, width, height }: Place, from: Size, to: Size): Box {
  const [x, y] = [to.width / from.width, to.height / from.height];
  const [wide, high] = [Math.max(1, Math.round(width * x)), Math.max(1, Math.round(height * y))];
  return {
    left: Math.max(0, Math.min(to.width - wide, Math.round(left * x))),
    top: Math.max(0, Math.min(to.height - high, Math.round(top * y))),
    width: Math.min(wide, to.width),
    height: Math.min(high, to.height),
  };
}
