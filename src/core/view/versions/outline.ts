/** A tree of versions as lines of text: the same wherever it is read, or read aloud. */
import { depthOf, type Standing, type Tree, votesFor } from '../../domain/versions/tree.ts';
import { asItIs } from '../../words/names.ts';
import { versionWords as words } from '../../words/versions/words.ts';

/** A tree with what has become of each of its versions. `poster`: who posted the source, where that is known. */
export type Grown = Tree & { standing: readonly Standing[]; poster: string | undefined };

/** An em space is seen, kept by every chat, and not read aloud. */
const indent = '\u2003';

/** @param nameOf as people are called there. @param plain a name that people gave, so that none of it is markup */
export function outlineOf(
  tree: Grown,
  { nameOf, plain = asItIs }: { nameOf: (person: string) => string; plain?: (text: string) => string },
): { heading: string; tally: string; lines: string[] } {
  const { name = words.source, standing, poster, picked } = tree;
  const there = standing.filter(({ gone }) => !gone);
  return {
    heading: words.heading(plain(name), poster === undefined ? undefined : nameOf(poster)),
    tally: words.tally(there.length, countedVotes(tree)),
    lines: standing.map((version) => {
      const { number, parent, did, requester, gone } = version;
      const by = picked?.number === number ? nameOf(picked.by) : undefined;
      const from = parent ?? plain(name);
      const said = { number, from, did: plain(did), by: nameOf(requester), picked: by, gone };
      return `${indent.repeat(depthOf(number))}${words.line({ ...said, voted: votesFor(tree, number) })}`;
    }),
  };
}

/** For what is still there. */
const countedVotes = (tree: Pick<Grown, 'standing' | 'votes'>): number =>
  tree.standing.reduce((sum, { gone, number }) => sum + (gone ? 0 : votesFor(tree, number)), 0);
