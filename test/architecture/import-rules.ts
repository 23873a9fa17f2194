/** Who may import whom: main → bots → pages → chat → core → models; what belongs to nobody lies below all. */
import { circlesOf, type Import, importsOf, type Tree, within } from './tree.ts';

const breaking = (tree: Tree, rule: (it: Import) => boolean): string[] =>
  importsOf(tree)
    .filter(rule)
    .map(({ from, to }) => `${from} → ${to}`);

/** Of the source, `folder` imports these folders and itself, whatever packages it needs. */
const onlyImports =
  (folder: string, others: readonly string[]) =>
  (tree: Tree): string[] =>
    breaking(
      tree,
      ({ from, to }) =>
        within(`src/${folder}`, from) &&
        within('src', to) &&
        ![folder, ...others].some((name) => within(`src/${name}`, to) || to === `src/${name}`),
    );

const below = ['models', 'async', 'node'];

/** A package, and the only place that knows it. */
const homes: readonly (readonly [string, RegExp])[] = [
  ['discord.js', /^src\/bots\/discord\//],
  ['@slack/', /^src\/bots\/slack\//],
  ['bullmq', /^src\/core\/queue\/(queue|worker)\.ts$/],
  ['ioredis', /^src\/(core\/(store\/|queue\/queue\.ts)|embedded\/redis\/)/],
  ['js-redis-server', /^src\/embedded\/redis\//],
  ['undici', /^src\/(core\/(provider|media)|bots\/slack)\//],
  ['pino', /^src\/core\/log\.ts$/],
  ['vega', /^src\/core\/charts\//],
  ['@napi-rs/canvas', /^src\/core\/charts\//],
  ['commander', /^src\/bots\/terminal\//],
  ['hono', /^src\/(bots\/web|pages)\//],
  ['@hono/', /^src\/(bots\/web|pages)\//],
  ['@bull-board/', /^src\/pages\/admin\//],
  ['idiomorph', /^src\/pages\/browser\//],
  ['esbuild', /^src\/(node|pages)\//],
];

export const importRules = {
  'every import of a file leads to one that is there': (tree: Tree) =>
    breaking(tree, ({ to }) => within('src', to) && !tree.has(to)),

  'models import zod and models': (tree: Tree) =>
    breaking(tree, ({ from, to }) => within('src/models', from) && !within('src/models', to) && to !== 'zod'),

  'async imports itself': onlyImports('async', []),
  'node imports itself': onlyImports('node', []),
  'ffmpeg imports async, node and itself': onlyImports('ffmpeg', ['async', 'node']),
  'embedded imports async, node and itself': onlyImports('embedded', ['async', 'node']),
  'core imports models and core, never a chat, a bot or the lab': onlyImports('core', below),
  'settings import core, models and itself': onlyImports('settings', ['core', ...below]),
  'chat imports core, models and itself': onlyImports('chat', ['core', ...below]),
  'pages import chat, core, models and itself': onlyImports('pages', ['chat', 'core', ...below]),
  'the lab imports models, what starts a service, FFmpeg, what reads and writes a file, and itself':
    onlyImports('lab', [
      ...['embedded', 'ffmpeg', 'core/media/probe', 'core/media/tiff.ts', 'core/domain/media-record.ts'],
      ...below,
    ]),

  'a bot imports chat, core, models and itself, never another bot': (tree: Tree) => {
    const home = (path: string) => path.split('/').slice(0, 3).join('/');
    const lower = ['pages', 'chat', 'core', 'settings', ...below];
    return breaking(
      tree,
      ({ from, to }) =>
        within('src/bots', from) &&
        from !== 'src/bots/index.ts' &&
        // What every one of them is made of.
        to !== 'src/bots/parts.ts' &&
        within('src', to) &&
        home(from) !== home(to) &&
        !lower.some((name) => within(`src/${name}`, to)),
    );
  },

  'the lab is imported only where the provider is chosen': (tree: Tree) =>
    breaking(
      tree,
      ({ from, to }) =>
        within('src/lab', to) && !within('src/lab', from) && from !== 'src/darkroom/provider.ts',
    ),

  'a package is known in its own place only': (tree: Tree) =>
    breaking(tree, ({ from, to }) => homes.some(([name, home]) => to.startsWith(name) && !home.test(from))),

  'no files import each other in a circle, types included': (tree: Tree) =>
    circlesOf(importsOf(tree).map(({ from, to }) => [from, to])).map((files) => files.join(' ')),
};
