/** What may stand in a file. */
import { depthAt } from './code.ts';
import { adaptersOf, platformsOf, type Source, sourcesOf, type Tree, within } from './tree.ts';

const filesWith = (tree: Tree, has: (source: Source) => boolean): string[] =>
  sourcesOf(tree)
    .filter(has)
    .map(({ path }) => path);

const blind = (path: string): boolean => within('src/core', path) || within('src/chat', path);
const isWords = (path: string): boolean => /(^|\/)words(\/[^/]+)*\.ts$/.test(path);

/**
 * Those that read what strangers send end with their time and their memory (src/node/child-bounds.ts); those of `embedded`
 * are ours, read nothing, and stay.
 */
const starters = new Set([
  'src/node/apart.ts',
  'src/ffmpeg/ffmpeg.ts',
  'src/ffmpeg/piped.ts',
  'src/core/media/probe/reader.ts',
  'src/embedded/redis/server.ts',
  'src/embedded/service/reach.ts',
]);

/** A sentence, or what is as long as one. */
const longest = 20;

export const textRules = {
  'the environment is read in main only': (tree: Tree) =>
    filesWith(tree, ({ path, code }) => /process\.env\b/.test(code.uncommented) && path !== 'src/main.ts'),

  'core and chat name no platform': (tree: Tree) => {
    const names = new RegExp(`\\b(${adaptersOf(tree).join('|')})\\b`, 'i');
    return filesWith(tree, ({ path, text }) => blind(path) && names.test(text));
  },

  "a platform's name is a string in its own index only": (tree: Tree) =>
    platformsOf(tree).flatMap((name) =>
      filesWith(
        tree,
        ({ path, code }) =>
          code.strings.includes(name) && ![`src/bots/${name}/index.ts`, 'src/bots/index.ts'].includes(path),
      ).map((path) => `${name}: ${path}`),
    ),

  "custom ids are spelled in a chat's ids.ts only": (tree: Tree) =>
    filesWith(tree, ({ path, text }) => /\bv1:/.test(text) && !/^src\/bots\/[^/]+\/ids\.ts$/.test(path)),

  'no module keeps a WeakMap': (tree: Tree) =>
    filesWith(tree, ({ code: { bare } }) =>
      [...bare.matchAll(/\bnew WeakMap\b/g)].some(({ index }) => depthAt(bare, index) === 0),
    ),

  'programs are started only where each has its bounds': (tree: Tree) =>
    filesWith(tree, ({ path, imports }) => imports.includes('node:child_process') && !starters.has(path)),

  'no literal is spread': (tree: Tree) => filesWith(tree, ({ code }) => /\.\.\.\s*\{/.test(code.bare)),

  'no sentence stands in two files of words': (tree: Tree) => {
    const files = new Map<string, Set<string>>();
    for (const { path, code, imports } of sourcesOf(tree).filter((source) => isWords(source.path)))
      for (const said of code.strings)
        if (said.length >= longest && !/^\.\.?\//.test(said) && !imports.includes(said))
          files.set(said, (files.get(said) ?? new Set()).add(path));
    return [...files]
      .filter(([, paths]) => paths.size > 1)
      .map(([said, paths]) => `${JSON.stringify(said)}: ${[...paths].join(' ')}`);
  },

  'what Platform and Provider have is implemented and read': (tree: Tree) => [
    ...unused(tree, {
      type: 'Platform',
      folder: 'src/core/ports',
      implementers: 'src/bots',
      reader: String.raw`[pP]latform\w*(?:\.get)?(?:\([^()]*\))?`,
    }),
    ...unused(tree, {
      type: 'Provider',
      folder: 'src/core/provider',
      implementers: 'src/core/provider',
      reader: String.raw`\b(?:provider|client)`,
    }),
  ],
};

type Port = { type: string; folder: string; implementers: string; reader: string };

/**
 * Found by spelling, as there is no type checker at hand: an implementer is a property of this name where the type is
 * imported; a reader is `platform.name`, `platforms.get(…)?.name` or `{ name } = platform`. The compiler sees to it that
 * what is not optional is implemented.
 */
function unused(tree: Tree, { type, folder, implementers, reader }: Port): string[] {
  const sources = sourcesOf(tree);
  const opening = new RegExp(`export type ${type} = \\{\\n([\\s\\S]*?)\\n\\};`);
  const declared = sources.flatMap(({ path, code }) =>
    within(folder, path) ? (opening.exec(code.bare)?.[1] ?? []) : [],
  );
  if (declared.length !== 1) return [`${type} is not found in ${folder}`];
  const members = [...(declared[0] ?? '').matchAll(/^ {2}(?:readonly )?(\w+)(\?)?[:(<]/gm)];
  const making = sources.filter(
    ({ path, code }) =>
      within(implementers, path) &&
      new RegExp(`import [^;]*\\b${type}\\b[^;]*\\bfrom`).test(code.uncommented),
  );
  return members.flatMap(([, name = '', optional]) => {
    const property = new RegExp(`(?:^|[{,\\n])\\s*(?:async )?${name}\\s*[:(,}]`);
    const read = new RegExp(`${reader}\\??\\.${name}\\b|\\{[^{}]*\\b${name}\\b[^{}]*\\} = ${reader};`);
    return [
      ...(optional && !making.some(({ code }) => property.test(code.bare))
        ? [`${type}.${name} has no implementer`]
        : []),
      ...(sources.some(({ code: { bare } }) => bare.includes(name) && read.test(bare))
        ? []
        : [`${type}.${name} has no reader`]),
    ];
  });
}
