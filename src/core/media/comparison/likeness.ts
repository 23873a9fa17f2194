/** How faithful a result is to its source: alike in light and colour, tile by tile, at the source's size. */
import { eachWindow, type Plane } from '../fit/similarity.ts';

/** Red, green and blue of a picture, each a byte for every pixel. */
export type Colours = readonly [Plane, Plane, Plane];

export type Likeness = {
  /** 0 to 1, over the whole picture. */
  share: number;
  /** Pixels along a tile's edge; those in the last column and row may be smaller. */
  edge: number;
  columns: number;
  rows: number;
  /** Row by row: 0 where a tile has nothing left of its source, 1 where it is the same. */
  tiles: Float64Array;
  /** Row by row: how much there is to be seen in the source, as the deviation of its light in levels. */
  detail: Float64Array;
};

/** Tiles along the longer edge. */
const mostTiles = 32;
/** Pixels: a window of similarity.ts. */
const leastEdge = 8;

/** @throws RangeError when the sizes differ */
export function likenessOf(before: Colours, after: Colours): Likeness {
  const { width, height } = before[0];
  const edge = Math.max(leastEdge, 4 * Math.ceil(Math.max(width, height) / mostTiles / 4));
  const [columns, rows] = [Math.ceil(width / edge), Math.ceil(height / edge)];
  const [sums, variances, counts] = [0, 1, 2].map(() => new Float64Array(columns * rows));
  if (!sums || !variances || !counts) throw new RangeError('no tiles');
  for (const [index, plane] of before.entries()) {
    const other = after[index];
    if (!other) throw new RangeError('a picture without colours');
    eachWindow(plane, other, ({ value, variance, x, y }) => {
      const column = Math.min(columns - 1, Math.floor(x / edge));
      const at = Math.min(rows - 1, Math.floor(y / edge)) * columns + column;
      sums[at] = (sums[at] ?? 0) + Math.max(0, value);
      variances[at] = (variances[at] ?? 0) + variance;
      counts[at] = (counts[at] ?? 0) + 1;
    });
  }
  const sum = (values: Float64Array) => values.reduce((one, other) => one + other, 0);
  return {
    share: Math.min(1, sum(sums) / sum(counts)),
    edge,
    columns,
    rows,
    // A tile without a window is the narrow rest at an edge, which its neighbour's windows have seen.
    tiles: sums.map((each, at) => ((counts[at] ?? 0) > 0 ? Math.min(1, each / (counts[at] ?? 1)) : 1)),
    detail: variances.map((each, at) => Math.sqrt(Math.max(0, each) / Math.max(1, counts[at] ?? 1))),
  };
}

/** The mean of several, of frames of one video. @throws RangeError where there is none, or they have not one size */
export function meanLikeness(all: readonly Likeness[]): Likeness {
  const [first] = all;
  if (!first) throw new RangeError('nothing to be compared');
  if (all.some(({ tiles }) => tiles.length !== first.tiles.length))
    throw new RangeError('frames of different sizes');
  const mean = (of: (one: Likeness) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    ...first,
    share: mean(({ share }) => share),
    tiles: first.tiles.map((_, at) => mean(({ tiles }) => tiles[at] ?? 1)),
    detail: first.detail.map((_, at) => mean(({ detail }) => detail[at] ?? 0)),
  };
}
