/** Finds a program in JavaScript; the first test file that asks compiles for all of the run. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import { compile } from './compile.ts';
import { until } from './helpers/requests.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

/**
 * Where the JavaScript of a file in `src`, or of a program in `test`, is: plain Node runs it.
 * @throws Error when the compiler did not come through
 */
export async function compiled(source: URL): Promise<URL> {
  const folder = inject('compiled');
  const [begun, done, failed] = ['begun', 'done', 'failed'].map((name) => join(folder, name));
  if (!begun || !done || !failed) throw new Error('three names give three paths');
  // Whoever makes it compiles, in whichever process.
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
  await until(() => existsSync(done) || existsSync(failed));
  if (existsSync(failed)) throw new Error('The programs for tests could not be compiled.');
  const path = relative(project, fileURLToPath(source)).replace(/\.ts$/, '.js');
  return pathToFileURL(join(folder, path));
}
