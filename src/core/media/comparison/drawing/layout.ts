/** Where everything stands in a picture of before and after: pixels, to be read at half the size in a chat. */
import type { Size } from '../task.ts';

export type Box = Size & { left: number; top: number };

export type Layout = Size & {
  before: Box;
  after: Box;
  /** The same place twice, before and after. */
  crops: readonly { before: Box; after: Box }[];
  foot: Box;
};

const width = 1200;
const [gap, thin] = [6, 2];
const footHeight = 73;
const cropHeight = 192;
const cropsCount = 3;
/** Pixels of height of a pair: what is wider than tall, and what is taller than wide. */
const [mostHigh, tallHigh, veryTallHigh] = [597, 602, 900];
const leastHigh = 110;

/**
 * Wide pictures stand one above the other, tall ones with their crops at the right, all others side by side. The whole
 * picture is always to be seen.
 * @param size of the picture: its shape decides
 */
export function layoutOf(size: Size): Layout {
  const shape = size.width / size.height;
  if (shape > 2.2) return wide(shape);
  if (shape < 0.85) return tall(shape);
  const half = (width - gap) / 2;
  const high = Math.round(Math.min(mostHigh, half / shape));
  return below({
    before: { left: 0, top: 0, width: half, height: high },
    after: { left: half + gap, top: 0, width: half, height: high },
  });
}

function wide(shape: number): Layout {
  const high = Math.round(Math.max(leastHigh, width / shape));
  return below({
    before: { left: 0, top: 0, width, height: high },
    after: { left: 0, top: high + gap, width, height: high },
  });
}

/** Crops in a row under both, then the foot. */
function below({ before, after }: Pick<Layout, 'before' | 'after'>): Layout {
  const top = after.top + after.height + gap;
  const between = 2 * gap;
  const each = (width - (cropsCount - 1) * between) / cropsCount;
  const crops = Array.from({ length: cropsCount }, (_, index) =>
    pairAt({ left: index * (each + between), top, width: each, height: cropHeight }),
  );
  return withFoot({ before, after, crops }, top + cropHeight);
}

function tall(shape: number): Layout {
  const height = shape < 0.4 ? veryTallHigh : tallHigh;
  const each = Math.round(height * shape);
  const left = 2 * (each + gap);
  const high = (height - (cropsCount - 1) * gap) / cropsCount;
  const crops = Array.from({ length: cropsCount }, (_, index) =>
    pairAt({ left, top: index * (high + gap), width: width - left, height: high }),
  );
  const before = { left: 0, top: 0, width: each, height };
  return withFoot({ before, after: { ...before, left: each + gap }, crops }, height);
}

function pairAt({ left, top, width, height }: Box): { before: Box; after: Box } {
  const half = Math.floor((width - thin) / 2);
  const box = { top: Math.round(top), width: half, height: Math.round(height) };
  return {
    before: { ...box, left: Math.round(left) },
    after: { ...box, left: Math.round(left) + half + thin },
  };
}

const withFoot = (parts: Pick<Layout, 'before' | 'after' | 'crops'>, top: number): Layout => ({
  ...parts,
  width,
  height: Math.round(top) + footHeight,
  foot: { left: 0, top: Math.round(top), width, height: footHeight },
});

/** The whole of a picture in the middle of a box. */
export function within(box: Box, size: Size): Box {
  const factor = Math.min(box.width / size.width, box.height / size.height);
  const [wide, high] = [size.width, size.height].map((edge) => Math.max(1, Math.round(edge * factor)));
  if (wide === undefined || high === undefined) return box;
  return {
    left: box.left + Math.floor((box.width - wide) / 2),
    top: box.top + Math.floor((box.height - high) / 2),
    width: Math.min(wide, box.width),
    height: Math.min(high, box.height),
  };
}
