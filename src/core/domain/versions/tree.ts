/** What was made of one picture or video in one conversation: a tree of numbered versions, the votes for them, and the one that was picked. */
import type { Person } from '../command.ts';

/** `v1`, `v2.1`, `v2.1.1`: never changed, and never another's. */
export type Numbered = string;

export type Version = {
  number: Numbered;
  job: string;
  /** The version that it was made from; left out: from the source itself. */
  parent?: Numbered | undefined;
  requester: string;
  /** What was done, or what was changed against its parent: `Larger ×4`, `Creativity −2`. */
  did: string;
  /** ms since 1970. */
  at: number;
};

/** `at`: ms since 1970. */
export type Picked = { number: Numbered; by: string; at: number };

export type Tree = Pick<Person, 'platform' | 'scope'> & {
  id: string;
  /** The conversation in which all see it, as core knows it. */
  home: string;
  /** The source's name; undefined where it has none. */
  name: string | undefined;
  /** As they stand in an outline: each before what was made from it. */
  versions: readonly Version[];
  /** By person: for which they are. */
  votes: ReadonlyMap<string, Numbered>;
  picked: Picked | undefined;
  /** Those whose messages are one line each. */
  folded: ReadonlySet<Numbered>;
};

/** So many of one source are numbered; what comes after them has no number. */
export const mostVersions = 200;

/** How deep it stands: 0 is made from the source. */
export const depthOf = (number: Numbered): number => number.split('.').length - 1;

/** In the order of an outline. */
export function inOrder(one: Numbered, other: Numbered): number {
  const [left, right] = [partsOf(one), partsOf(other)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const step = (left[at] ?? 0) - (right[at] ?? 0);
    if (step !== 0) return step;
  }
  return 0;
}

const partsOf = (number: Numbered): number[] => number.slice(1).split('.').map(Number);

/** `V2.1`, `2.1` and `v2.1` are one; undefined for what is no number. */
export function numberIn(text: string): Numbered | undefined {
  const [, digits] = /^v?(\d{1,4}(?:\.\d{1,4})*)$/i.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : `v${digits}`;
}

export const votesFor = ({ votes }: Pick<Tree, 'votes'>, number: Numbered): number =>
  [...votes.values()].filter((each) => each === number).length;

/**
 * Whether a version is still to be seen as such; `gone`: its result was taken away or could not be posted, and it stands for
 * what was made from it.
 */
export type Standing = Version & { gone: boolean };
