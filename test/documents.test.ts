/** The documents, held to what they say: their code compiles and runs, their links and what they name are there. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endings } from '../src/core/media/probe/kinds.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const within = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
const pages = [...readdirSync(root), ...within('docs'), ...within('.github')]
  .filter((path) => path.endsWith('.md'))
  .map((path) => path.replaceAll('\\', '/'));

/** A code block that is a file: its fence says which, as in "ts src/models/example.ts". */
type Block = { path: string; code: string };

const blocksIn = (text: string): Block[] =>
  [...text.matchAll(/^```ts (\S+)\n(.*?)^```$/gms)].map(([, path = '', code = '']) => ({ path, code }));
const blocks = pages.flatMap((page) => blocksIn(read(page)));

/** A copy of the sources in which the documents' files stand where they say. */
let copy = '';

/** Writes them into the copy. Gives what the project's compiler, with the project's settings, has against them, by line. */
async function compile(given: readonly Block[]): Promise<string[]> {
  for (const { path, code } of given) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), code);
  }
  const settings = {
    extends: join(root, 'tsconfig.json'),
    include: [],
    files: given.map(({ path }) => path),
  };
  await writeFile(join(copy, 'tsconfig.json'), JSON.stringify(settings));
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const compiler = join(dirname(typescript), 'bin', 'tsc');
  const failed = z.object({ stdout: z.string() });
  const said = await promisify(execFile)(process.execPath, [compiler, '--project', copy], {
    cwd: copy,
  }).catch((error: unknown) => failed.parse(error));
  return said.stdout.split('\n').filter((line) => line !== '');
}

const plain = (text: string) => text.replace(/^```.*?^```$/gms, '');

/** As a code host names it: `## 2. The line` is `#2-the-line`. */
const anchorsOf = (text: string): string[] =>
  [...plain(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );

/** Links to files that are not there, and to headings that are not in them. */
function brokenLinks(page: string, text: string): string[] {
  const prose = plain(text).replace(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)];
  return targets
    .map(([, link, source]) => link ?? source ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : normalize(join(dirname(page), path)).replaceAll('\\', '/');
      if (target !== page && !existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target === page ? text : read(target)).includes(anchor);
    });
}

const made = new Set(blocks.map(({ path }) => path));
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));

/** Files and folders of ours, and scripts of npm, that are named and are not there. */
function missingIn(text: string): string[] {
  const paths = [...text.matchAll(/`((?:src|test|bench|docs|slack|\.ci|\.github)\/[\w./-]*)`/g)];
  const commands = [...text.matchAll(/npm run ([a-z][\w:-]*)/g)];
  return [
    ...paths.map(([, path = '']) => path).filter((path) => !made.has(path) && !existsSync(join(root, path))),
    ...commands.map(([, name = '']) => name).filter((name) => !Object.hasOwn(scripts.scripts, name)),
  ];
}

describe('the code in the documents', () => {
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'darkroom-documents-'));
    for (const folder of ['src', 'test'])
      await cp(join(root, folder), join(copy, folder), { recursive: true });
    for (const file of ['package.json', 'tsconfig.json']) await cp(join(root, file), join(copy, file));
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  it('compiles, and would not with a name that is gone', async () => {
    expect(blocks.length).toBeGreaterThan(3);
    const wrong = blocks.map(({ path, code }) => ({
      path: path.replace('.ts', '.wrong.ts'),
      code: code.replace(/^(import .*)\{ /m, '$1{ gone, '),
    }));
    const lines = await compile([...blocks, ...wrong]);
    expect(lines.filter((line) => !/^(\S+\.wrong\.ts\(| )/.test(line))).toEqual([]);
    for (const { path } of wrong) expect(lines.join('\n')).toContain(`${path}(`);
  });

  it('makes a model that every surface can draw', async () => {
    const loaded: unknown = await import(pathToFileURL(join(copy, 'src/models/index.ts')).href);
    const model = expect.objectContaining({ name: 'example-denoise', takes: 'image', price: 2_000 });
    expect(loaded).toMatchObject({ models: expect.arrayContaining([model]) });
  });
});

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => {
    expect(brokenLinks(page, read(page))).toEqual([]);
  });

  it('names files and commands that are there', () => {
    expect(missingIn(read(page))).toEqual([]);
  });
});

it('a link that leads nowhere is found', () => {
  const text =
    '# One\n[a](gone.md) [b](#two) [c](#one) [d](../README.md#settings) [e](../README.md#gone)\n<source srcset="gone.png">';
  expect(brokenLinks('docs/page.md', text)).toEqual(['gone.md', '#two', '../README.md#gone', 'gone.png']);
  expect(missingIn('`src/gone.ts`, `src/main.ts`, npm run gone, npm run fix')).toEqual([
    'src/gone.ts',
    'gone',
  ]);
});

it('every key in Redis stands in docs/operations.md', () => {
  const kept = ['src/core/store/keys.ts', ...within('src/core/store/rooms')].map(read).join('\n');
  const keys = [...kept.matchAll(/key(?:In\(prefix\))?\('([a-z-]+)'/g)].map(([, name]) => name);
  const rows = [...read('docs/operations.md').matchAll(/^\| `darkroom:([a-z-]+)/gm)].map(([, name]) => name);
  expect([...new Set(rows)].sort()).toEqual([...new Set(keys)].sort());
});

it('every type of file that is taken has its row in docs/files.md', () => {
  const rows = [
    ...read('docs/files.md').matchAll(/^\| [^|]+ \| `\.(\w+)` \| \*\*|^\| [^|]+ \| `\.(\w+)` \| — /gm),
  ];
  const named = new Set(rows.map(([, one, other]) => one ?? other));
  expect(endings.filter((ending) => !named.has(ending))).toEqual([]);
});
