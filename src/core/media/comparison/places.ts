/** Where a result is most unlike its source. */
import type { Likeness } from './likeness.ts';
import type { Size } from './task.ts';
import type { Ninth } from './words.ts';

/** Pixels of the source. */
export type Place = { left: number; top: number; width: number; height: number };

/** What a level of detail counts beside what is changed: where nothing is, what there is to see decides. */
const detailWeight = 1e-4;

/**
 * The places of one size that are most changed, the most first, none over another; fewer where there is no room.
 * @param size of the picture that the likeness is of
 */
export function mostChanged(likeness: Likeness, { size, each, most }: Search): Place[] {
  const [width, height] = [Math.min(each.width, size.width), Math.min(each.height, size.height)];
  const found: Place[] = [];
  for (const { x, y } of hottestFirst(likeness)) {
    if (found.length === most) break;
    const left = Math.round(Math.max(0, Math.min(size.width - width, x - width / 2)));
    const top = Math.round(Math.max(0, Math.min(size.height - height, y - height / 2)));
    const isFree = found.every(
      (one) => Math.abs(one.left - left) >= width || Math.abs(one.top - top) >= height,
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
