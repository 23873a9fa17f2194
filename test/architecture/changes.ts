/** Changes of a tree in memory, of which the rules are to say something or nothing. */
import { posix } from 'node:path';
import { type Tree, within } from './tree.ts';

export type Change = (tree: Tree) => Tree;

export const add =
  (files: Readonly<Record<string, string>>): Change =>
  (tree) =>
    new Map([...tree, ...Object.entries(files)]);

export const remove =
  (folder: string): Change =>
  (tree) =>
    new Map([...tree].filter(([path]) => !within(folder, path)));

export const replace =
  (path: string, from: string, to: string): Change =>
  (tree) => {
    const text = tree.get(path);
    if (!text?.includes(from)) throw new Error(`${path} has no: ${from}`);
    return new Map(tree).set(path, text.replace(from, to));
  };

/** New files, each of which imports another one, there or not yet, or a package. */
export const imports =
  (arrows: Readonly<Record<string, string>>): Change =>
  (tree) => {
    const nameFor = (from: string, to: string) => {
      const path = posix.relative(posix.dirname(from), to);
      return within('src', to) ? (path.startsWith('.') ? path : `./${path}`) : to;
    };
    const files = Object.entries(arrows).map(
      ([from, to]) => [from, `import type { Seeded } from '${nameFor(from, to)}';\n`] as const,
    );
    const empty = Object.values(arrows).flatMap((to) => (within('src', to) ? [[to, ''] as const] : []));
    return new Map([...empty, ...tree, ...files]);
  };

/** What a rule says of the changed tree that it does not say of the tree as it is. */
export type Seed = readonly [change: Change, reports: readonly string[]];

/** For each rule, small changes that it must report, and with `[]` some that it must let be. */
export type Seeds = Readonly<Record<string, readonly Seed[]>>;

/** A new file imports another, and that is reported. */
export const arrow = (from: string, to: string): Seed => [imports({ [from]: to }), [`${from} → ${to}`]];
/** The same, allowed. */
export const allowed = (from: string, to: string): Seed => [imports({ [from]: to }), []];
/** A file of this text is reported by its path. */
export const file = (path: string, text = ''): Seed => [add({ [path]: text }), [path]];
export const harmless = (path: string, text = ''): Seed => [add({ [path]: text }), []];
