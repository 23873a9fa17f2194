/**
 * Programs that a module of ours starts from beside itself are started as JavaScript in tests, too: a reader for each
 * video through tsx took four times as long as its work. A run of the TypeScript is in program.ts (`throughTsx`).
 */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'vitest/config';
import { compileOnce, folderVariable } from './compile.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

export const programsAsJavaScript = (): Plugin => ({
  name: 'programs-as-javascript',
  enforce: 'pre',
  async transform(code, id) {
    const named = /new URL\('(\.[^']*)\.ts', import\.meta\.url\)/g;
    const path = relative(project, id);
    if (!path.startsWith('src/') || !named.test(code)) return undefined;
    const folder = process.env[folderVariable] ?? '';
    await compileOnce(folder);
    const inFolder = (name: string) => pathToFileURL(join(folder, dirname(path), `${name}.js`)).href;
    const changed = code.replace(named, (_, name: string) => `new URL(${JSON.stringify(inFolder(name))})`);
    return { code: changed, map: null };
  },
});
