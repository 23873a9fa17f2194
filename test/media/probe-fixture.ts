/** Files with names that lie, in a folder of the test file that imports this. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

export let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'darkroom-probe-'));
});
afterAll(() => rm(folder, { recursive: true }));

let written = 0;

/** Writes bytes under a name that lies, and gives the path. */
export async function file(bytes: Uint8Array | string): Promise<string> {
  written += 1;
  const path = join(folder, `${written}.txt`);
  await writeFile(path, bytes);
  return path;
}
