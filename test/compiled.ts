/** Finds a program in JavaScript; the first test file that asks compiles for all of the run. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { compile } from './compile.ts';
import { until } from './requests.ts';

/** @param path in the project, e.g. `src/main.ts`. Gives the path of its JavaScript, which plain Node runs. */
export async function compiled(path: string): Promise<string> {
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
  return join(folder, path.replace(/\.ts$/, '.js'));
}
