/** Where a result is most unlike its source. */
import type { Likeness } from './likeness.ts';
import type { Size } from './task.ts';
import type { Ninth } from './words.ts';

/** Pixels of the source. */
export type Place = { left: number; top: number; width: number; height: number };

/** What a level of detail counts beside what is changed: where nothing is, what there is to see decides. */
const detailWeight = 1e-4;

/** Of the picture's edges: nearer than that, two places of a large picture would show the same. */
const leastApart = 0.12;
/** How much smaller places are tried where not all have room. */
const smaller = 0.75;

/**
 * The places of one size that are most changed, the most first, none over another; smaller ones of the same shape where
 * so many of that size have no room, fewer where not even those have.
 * @param size of the picture that the likeness is of
 */
export function mostChanged(likeness: Likeness, { size, each, most }: Search): Place[] {
  let found: Place[] = [];
  for (const factor of [1, smaller, smaller ** 2]) {
    const less = { width: each.width * factor, height: each.height * factor };
    const places = placesOf(likeness, { size, each: less, most });
    if (places.length > found.length) found = places;
    if (found.length === most) break;
  }
  return found;
}

function placesOf(likeness: Likeness, { size, each, most }: Search): Place[] {
  const [width, height] = [Math.min(each.width, size.width), Math.min(each.height, size.height)];
  const apart = [Math.max(width, leastApart * size.width), Math.max(height, leastApart * size.height)];
  const [across = width, down = height] = apart;
  const found: Place[] = [];
  for (const { x, y } of hottestFirst(likeness)) {
    if (found.length === most) break;
    const left = Math.round(Math.max(0, Math.min(size.width - width, x - width / 2)));
    const top = Math.round(Math.max(0, Math.min(size.height - height, y - height / 2)));
    const isFree = found.every(
      (one) => Math.abs(one.left - left) >= across || Math.abs(one.top - top) >= down,
    );
    if (isFree) found.push({ left, top, width, height });
  }
  return found;
}
type Search = { size: Size; each: Size; most: number };

/** The middles of tiles. */
function hottestFirst({ tiles, detail, columns, edge }: Likeness): { x: number; y: number }[] {
  const heat = (at: number) => 1 - (tiles[at] ?? 1) + detailWeight * (detail[at] ?? 0);
  return [...tiles.keys()]
    .sort((one, other) => heat(other) - heat(one))
    .map((at) => ({ x: ((at % columns) + 0.5) * edge, y: (Math.floor(at / columns) + 0.5) * edge }));
}

/** Below it nobody sees that anything is changed. */
const visible = 0.01;

/** The ninth with the tile that is most changed; undefined where no tile is, to the eye. */
export function hottestNinth({ tiles, columns, rows }: Likeness): Ninth | undefined {
  const at = tiles.reduce((least, value, index) => (value < (tiles[least] ?? 1) ? index : least), 0);
  if (1 - (tiles[at] ?? 1) < visible) return undefined;
  const third = (index: number, count: number) => Math.min(2, Math.floor(((index + 0.5) / count) * 3));
  return 3 * third(Math.floor(at / columns), rows) + third(at % columns, columns);
}
