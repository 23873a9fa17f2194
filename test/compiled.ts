/** Finds a program in JavaScript; the first test file that asks compiles for all of the run. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import { compileOnce } from './compile.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

/**
 * Where the JavaScript of a file in `src`, or of a program in `test`, is: plain Node runs it.
 * @throws Error when the compiler did not come through
 */
export async function compiled(source: URL): Promise<URL> {
  const folder = inject('compiled');
  await compileOnce(folder);
  const path = relative(project, fileURLToPath(source)).replace(/\.ts$/, '.js');
  const found = join(folder, path);
  if (!existsSync(found)) throw new Error(`${path} is not among the programs of compile.ts.`);
  return pathToFileURL(found);
}
