/** What is said of a taste test: in the picture, beside it, and to whoever cannot see it. */
import type { Area } from '../../domain/asked/taste.ts';
import { percent } from '../comparison/words.ts';

const places: Readonly<Record<Area, string>> = {
  detail: 'where there is most detail',
  'upper-left': 'in the upper left',
  above: 'above the middle',
  'upper-right': 'in the upper right',
  left: 'left of the middle',
  centre: 'in the middle',
  right: 'right of the middle',
  'lower-left': 'in the lower left',
  below: 'below the middle',
  'lower-right': 'in the lower right',
};

/** One of the ways that are shown. `beside`: what the whole picture costs; `failed`: why there is nothing to be seen. */
export type TileCaption = {
  name: string;
  beside: string;
  failed?: string | undefined;
  /** What it cost all the same. */
  charged?: string | undefined;
};

export const tasteWords = {
  title: 'Taste test',
  /** What needs no provider. */
  free: 'free',
  where: (area: Area) => places[area],
  numbered: (index: number, name: string) => `${index + 1}. ${name}`,
  faithful: (share: number) => `${percent(share)} faithful`,
  failed: (why: string) => `Nothing came of it: ${why}`,
  notCharged: 'Not charged.',
};

/**
 * For whoever cannot see it.
 * @param shares how faithful each is to the part, where there is something to be seen
 */
export function tasteAlt(
  { name, area }: { name: string; area: Area },
  tiles: readonly TileCaption[],
  shares: readonly (number | null)[],
): string {
  const lines = tiles.map((tile, index) => {
    const said = [tasteWords.numbered(index, tile.name), tile.beside];
    const share = shares[index];
    if (tile.failed !== undefined) said.push(tasteWords.failed(tile.failed));
    else if (share !== null && share !== undefined) said.push(tasteWords.faithful(share));
    return said.filter((it) => it !== '').join(', ');
  });
  return `The same part of ${name}, ${places[area]}, in ${tiles.length} ways. ${lines.join('. ')}.`;
}
