/**
 * Programs that tests start as processes, compiled once a run: with tsx each start costs half a second of a core more,
 * and a reader for each video took four times as long as its work. What only a run of the TypeScript itself can show is
 * started through tsx all the same (program/through-tsx.test.ts; helpers/program.ts, `throughTsx`).
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin, stop } from 'esbuild';
import type { Plugin as VitestPlugin } from 'vitest/config';
import type { TestProject } from 'vitest/node';

const project = fileURLToPath(new URL('../..', import.meta.url));
const sources = join(project, 'src/');

/** Names the folder of this run, in Vitest's own process and in those of the tests. */
const folderVariable = 'DARKROOM_COMPILED';

/** Vitest's global setup: only a folder, empty until the first test file asks for something in it. */
export default async function setup(run: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-compiled-'));
  process.env[folderVariable] = folder;
  const empty = async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
  };
  run.onTestsRerun(empty);
  return () => rm(folder, { recursive: true, force: true });
}

/**
 * Where the JavaScript of a file in `src`, or of a program in `test`, is: plain Node runs it.
 * @throws Error when the compiler did not come through
 */
export async function compiled(source: URL): Promise<URL> {
  const folder = process.env[folderVariable] ?? '';
  await compileOnce(folder);
  const path = relative(project, fileURLToPath(source)).replace(/\.ts$/, '.js');
  const found = join(folder, path);
  if (!existsSync(found)) throw new Error(`${path} is not among the programs of programs.ts.`);
  return pathToFileURL(found);
}

/** What a module of ours starts from beside itself is started as JavaScript in tests, too. */
export const programsAsJavaScript = (): VitestPlugin => ({
  name: 'programs-as-javascript',
  enforce: 'pre',
  async transform(text, path) {
    const folder = process.env[folderVariable] ?? '';
    if (!path.startsWith(sources)) return undefined;
    const code = namePrograms(text, path, folder);
    if (code === text) return undefined;
    await compileOnce(folder);
    return { code, map: null };
  },
});

/**
 * The folder with all of it compiled, by whoever asks first, in whichever process; the others wait.
 * @throws Error when the compiler did not come through
 */
async function compileOnce(folder: string): Promise<void> {
  const [begun, done, failed] = ['begun', 'done', 'failed'].map((name) => join(folder, name));
  if (!folder || !begun || !done || !failed) throw new Error('there is no folder to compile into');
  // Whoever makes it compiles.
  const first = await mkdir(begun).then(
    () => true,
    () => false,
  );
  if (first)
    await compile(folder).then(
      () => writeFile(done, ''),
      async (error: unknown) => {
        await writeFile(failed, '');
        throw error;
      },
    );
  while (!existsSync(done) && !existsSync(failed)) await sleep(10);
  if (existsSync(failed)) throw new Error('The programs for tests could not be compiled.');
}

/** What is started as a process, or imported by one or by a test as JavaScript. */
const entries = [
  ...['main', 'embedded/redis/service', 'embedded/redis/start', 'lab/lab-service', 'lab/server/server'],
  ...['ffmpeg/encoder', 'ffmpeg/wasm', 'core/media/probe/reader-program', 'core/media/fit/picture-fitter'],
  ...['core/media/convert/picture-converter', 'core/media/convert/heif-decoder', 'lab/media/between/worker'],
  'core/media/comparison/drawing/program',
  'core/media/taste/drawing/program',
  ...['core/media/fit/fit', 'embedded/service/attach', 'embedded/service/host'],
].map((name) => join('src', `${name}.ts`));
const ownEntries = ['core/jobs/kill-worker', 'core/store/migrate-child', 'helpers/memory-child'].map((name) =>
  join('test', `${name}.ts`),
);

/** Packages that find files of their own beside themselves. */
const external = [
  ...['sharp', 'pino', 'pino-pretty', 'discord.js', '@slack/*', 'js-redis-server', 'lua-redis-wasm', 'tsx'],
  ...['@ffmpeg/*', '@ffmpeg-binary/*', 'vega', 'vega-lite', '@napi-rs/canvas', '@fontsource/*', 'libheif-js'],
];

/** As JavaScript in `folder`, in the same places, with what they share and most packages put together: that starts in half the time. */
async function compile(folder: string): Promise<void> {
  await build({
    absWorkingDir: project,
    entryPoints: [...entries, ...ownEntries],
    outbase: project,
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external,
    banner: {
      js: "import { createRequire as requireIn } from 'node:module'; const require = requireIn(import.meta.url);",
    },
    plugins: [inPlace(folder)],
    logLevel: 'error',
  });
  // Its process would stay with the test file that asked first.
  await stop();
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** The text of a module of ours, in which the programs that it starts from beside itself are the compiled ones. */
function namePrograms(text: string, path: string, folder: string): string {
  const beside = (name: string) => join(folder, relative(project, dirname(path)), `${name}.js`);
  return text.replace(
    /new URL\('(\.[^']*)\.ts', import\.meta\.url\)/g,
    (_, name: string) => `new URL(${JSON.stringify(pathToFileURL(beside(name)).href)})`,
  );
}

/**
 * A module that was put together with others still finds what stands beside it, and the programs among it as JavaScript;
 * and of zod, most of which is sentences in fifty languages, there is only what is used.
 */
const inPlace = (folder: string): Plugin => ({
  name: 'in-place',
  setup(run) {
    run.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!path.startsWith(project) || path.includes('node_modules')) return undefined;
      const text = await readFile(path, 'utf8');
      const own = JSON.stringify(pathToFileURL(path).href);
      const contents = namePrograms(text, path, folder)
        .replaceAll('import.meta.url', own)
        .replace("import { z } from 'zod'", "import * as z from 'zod'");
      return contents === text ? undefined : { contents, loader: 'ts' };
    });
  },
});
