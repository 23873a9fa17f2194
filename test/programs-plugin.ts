/**
 * Programs that a module of ours starts from beside itself are started as JavaScript in tests, too: a reader for each
 * video through tsx took four times as long as its work. As TypeScript they are started in
 * program/through-tsx.test.ts.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import { compileOnce, folderVariable, namePrograms } from './compile.ts';

const sources = join(fileURLToPath(new URL('..', import.meta.url)), 'src/');

export const programsAsJavaScript = (): Plugin => ({
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
