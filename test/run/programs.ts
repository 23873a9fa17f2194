/**
 * Programs that tests start as processes, compiled once a run: with tsx each start costs half a second of a core more,
 * and a reader for each video took four times as long as its work. What only a run of the TypeScript itself can show is
 * started through tsx all the same (program/through-tsx.test.ts; helpers/program.ts, `through`).
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin as VitestPlugin } from 'vitest/config';
import type { TestProject } from 'vitest/node';
import { compile, namePrograms, project } from '../../src/node/compile.ts';

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
    await compile(folder, ownEntries).then(
      () => writeFile(done, ''),
      async (error: unknown) => {
        await writeFile(failed, '');
        throw error;
      },
    );
  while (!existsSync(done) && !existsSync(failed)) await sleep(10);
  if (existsSync(failed)) throw new Error('The programs for tests could not be compiled.');
}

/** Programs of the tests' own. */
const ownEntries = [
  'core/jobs/kill-worker',
  'pots/kill-worker',
  'core/store/migrate-child',
  'helpers/memory-child',
].map((name) => join('test', `${name}.ts`));
