/**
 * Programs that tests start as processes, compiled once a run: with tsx each start costs half a second of a core more.
 * What only a run of the TypeScript itself can show is started through tsx all the same (program.ts, `throughTsx`).
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of this run for compiled.ts; empty until the first test file asks for something in it. */
    compiled: string;
  }
}

const project = fileURLToPath(new URL('..', import.meta.url));

/** In Vitest's own process, for what rewrites the tests' imports there (programs-plugin.ts). */
export const folderVariable = 'DARKROOM_COMPILED';

/** Vitest's global setup: only a folder, so that a run without such programs compiles nothing. */
export default async function setup(run: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'darkroom-compiled-'));
  run.provide('compiled', folder);
  process.env[folderVariable] = folder;
  const empty = async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
  };
  run.onTestsRerun(empty);
  return () => rm(folder, { recursive: true, force: true });
}

/**
 * The folder with all of it compiled, by whoever asks first, in whichever process; the others wait.
 * @throws Error when the compiler did not come through
 */
export async function compileOnce(folder: string): Promise<void> {
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

/** Everything in `src`, and what `test` has for processes, as JavaScript in `folder`, in the same places. */
async function compile(folder: string): Promise<void> {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const tests = ['core/jobs/kill-worker.ts', 'core/store/migrate-child.ts', 'media/memory-child.ts'].map(
    (name) => join('test', name),
  );
  const settings = {
    extends: join(project, 'tsconfig.json'),
    compilerOptions: {
      rootDir: project,
      outDir: folder,
      noEmit: false,
      // `npm run check` has it checked already.
      noCheck: true,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      types: [],
    },
    include: ['src', ...tests].map((name) => join(project, name)),
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const compiler = join(dirname(typescript), 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [compiler, '--project', folder]);

  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const entry of await readdir(join(project, 'src'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const target = join(folder, path.slice(project.length));
    if (entry.isDirectory()) await mkdir(target, { recursive: true });
    else if (extname(path) !== '.ts') await cp(path, target);
    else await nameScripts(target.replace(/\.ts$/, '.js'));
  }
}

/** The compiler renames files in imports; programs that one of ours starts are named by URL. */
async function nameScripts(path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const named = text.replace(/(new URL\('\.[^']*)\.ts'/g, "$1.js'");
  if (named !== text) await writeFile(path, named);
}
