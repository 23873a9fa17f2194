/** What the card of a taste test says. */
import type { Taste } from '../domain/asked/taste.ts';
import { tasteWords as words } from '../words/batch.ts';
import type { View } from './view.ts';

/** @param names of all ways by position, the plain enlargement first. @param votes by position */
export function tasteCardOf(
  view: View,
  { name }: Taste,
  names: readonly string[],
  votes: ReadonlyMap<number, number>,
): View {
  const counted = names.flatMap((way, position) => {
    const count = votes.get(position) ?? 0;
    return count > 0 ? [{ name: numbered(position, way), count }] : [];
  });
  return {
    ...view,
    title: words.title(name),
    taste: { ways: names.map((way, position) => ({ position, name: way, votes: votes.get(position) ?? 0 })) },
    line: [view.line, ...(counted.length > 0 ? [words.votes(counted)] : [])].join(' · '),
  };
}

/** As the tiles are numbered. */
const numbered = (position: number, name: string): string => `${position + 1}. ${name}`;
