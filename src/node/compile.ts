/**
 * The programs of ours as JavaScript, once for these sources: through a loader each start of one takes seconds of a processor, and
 * each holds the loader's memory. `npm start` and what is like it run what stands here (launch.mjs), and so do the tests.
 */
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin, stop } from 'esbuild';

export const project = fileURLToPath(new URL('../..', import.meta.url));

/** What is started as a process, or imported by one or by a test as JavaScript. */
const entries = [
  ...['main', 'embedded/redis/service', 'embedded/redis/start', 'lab/lab-service', 'lab/server/server'],
  ...['ffmpeg/encoder', 'ffmpeg/wasm', 'core/media/probe/reader-program', 'core/media/fit/picture-fitter'],
  ...['core/media/convert/picture-converter', 'core/media/convert/heif-decoder', 'lab/media/between/worker'],
  ...['comparison', 'taste', 'versions'].map((kind) => `core/media/${kind}/drawing/program`),
  ...['core/media/fit/fit', 'embedded/service/attach', 'embedded/service/host'],
].map((name) => join('src', `${name}.ts`));

/** What runs in browsers, by itself. */
const page = join('src', 'pages', 'browser', 'page.ts');

/** Packages that find files of their own beside themselves. */
const external = [
  '@bull-board/*',
  ...['sharp', 'pino', 'pino-pretty', 'discord.js', '@slack/*', 'js-redis-server', 'lua-redis-wasm', 'tsx'],
  ...['@ffmpeg/*', '@ffmpeg-binary/*', 'vega', 'vega-lite', '@napi-rs/canvas', '@fontsource/*', 'libheif-js'],
];

/**
 * As JavaScript in `folder`, in the same places, with what they share and most packages put together: that starts in half the time.
 * @param more further programs, by their paths in the project
 * @param named where what is started from beside a module will be; left out, `folder`
 */
export async function compile(folder: string, more: readonly string[] = [], named = folder): Promise<void> {
  await build({
    absWorkingDir: project,
    entryPoints: [...entries, ...more],
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
    plugins: [inPlace(named)],
    logLevel: 'error',
  });
  await build({
    absWorkingDir: project,
    entryPoints: [page],
    outbase: project,
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  // Its process would stay with whoever asked first.
  await stop();
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** The text of a module of ours, in which the programs that it starts from beside itself are the compiled ones. */
export function namePrograms(text: string, path: string, folder: string): string {
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

// As a program, for launch.mjs: whole or not at all, whoever else does the same just now.
const [, program, wanted] = process.argv;
if (program === fileURLToPath(import.meta.url) && wanted !== undefined) {
  const unfinished = `${wanted}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await compile(unfinished, [], wanted);
  await rename(unfinished, wanted).catch(() => rm(unfinished, { recursive: true, force: true }));
}
