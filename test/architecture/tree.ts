/** The files that the rules read, and who imports whom. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Code, readCode } from './code.ts';

/** Path from the root → text, of everything in `src` and `test`. */
export type Tree = ReadonlyMap<string, string>;

export function readTree(root: string): Tree {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const named = files.map((file) => [file.slice(root.length + 1).replaceAll('\\', '/'), file] as const);
  return new Map(named.sort().map(([path, file]) => [path, readFileSync(file, 'utf8')]));
}

/** A TypeScript file of `src`, with or without markup; its imports are paths from the root, or packages' names. */
export type Source = { path: string; text: string; code: Code; imports: readonly string[] };

const importing =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)import\s*['"]([^'"]+)['"]/g;

/** Types included, and what is exported again. */
function readSource(path: string, text: string): Source {
  const code = readCode(text);
  const names = [...code.uncommented.matchAll(importing)].map(([, a, b, c]) => a ?? b ?? c ?? '');
  const imports = names.map((name) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name));
  return { path, text, code, imports };
}

/** As they were read last: a changed tree shares most of them with the tree that it was made from. */
const known = new Map<string, Source>();

export const sourcesOf = (tree: Tree): Source[] =>
  [...tree]
    .filter(([path]) => path.startsWith('src/') && /\.tsx?$/.test(path))
    .map(([path, text]) => {
      const last = known.get(path);
      const source = last?.text === text ? last : readSource(path, text);
      known.set(path, source);
      return source;
    });

export type Import = { from: string; to: string };

export const importsOf = (tree: Tree): Import[] =>
  sourcesOf(tree).flatMap(({ path: from, imports }) => imports.map((to) => ({ from, to })));

export const within = (folder: string, path: string): boolean => path.startsWith(`${folder}/`);

/** The folders of `src/bots`. */
export const platformsOf = (tree: Tree): string[] => [
  ...new Set([...tree.keys()].flatMap((path) => /^src\/bots\/([^/]+)\//.exec(path)?.[1] ?? [])),
];

const ours = ['terminal', 'web'];
/** Those that are chats of other people's making, and so have rooms of the same names. */
export const adaptersOf = (tree: Tree): string[] => platformsOf(tree).filter((name) => !ours.includes(name));

/** Those that reach each other, a circle each. */
export function circlesOf(arrows: readonly (readonly [string, string])[]): string[][] {
  const edges = withoutEnds(arrows);
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const todo = [start];
    for (let at = todo.pop(); at !== undefined; at = todo.pop())
      for (const to of next.get(at) ?? []) {
        if (!seen.has(to)) todo.push(to);
        seen.add(to);
      }
    return seen;
  };
  const reached = new Map([...next.keys()].map((one) => [one, reach(one)]));
  const meet = (one: string, other: string) => reached.get(one)?.has(other) && reached.get(other)?.has(one);
  const left = new Set([...next.keys()].filter((one) => reached.get(one)?.has(one)));
  return [...left].flatMap((one) => {
    if (!left.has(one)) return [];
    const circle = [...left].filter((other) => meet(one, other));
    for (const other of circle) left.delete(other);
    return [circle.sort()];
  });
}

/** Only what leads somewhere and is led to can be in a circle. */
function withoutEnds(arrows: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const [from, to] = [new Set(arrows.map(([one]) => one)), new Set(arrows.map(([, other]) => other))];
  const left = arrows.filter(([one, other]) => to.has(one) && from.has(other));
  return left.length === arrows.length ? left : withoutEnds(left);
}
