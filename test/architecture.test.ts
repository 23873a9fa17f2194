/** The import rules, held by reading the files. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file).replaceAll('\\', '/'));

type Import = { from: string; to: string };

/** Every import and re-export, types included; `to` is a path from the root, or a package's name. */
const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(root, from), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)import\s*['"]([^'"]+)['"]/g,
  );
  return [...found].map(([, first, second, third]) => {
    const name = first ?? second ?? third ?? '';
    const to = name.startsWith('.')
      ? relative(root, resolve(root, dirname(from), name)).replaceAll('\\', '/')
      : name;
    return { from, to };
  });
});

const isPackage = (to: string) => !to.startsWith('src/') && !to.startsWith('node:');
const breaking = (rule: (it: Import) => boolean) =>
  imports.filter(rule).map(({ from, to }) => `${from} → ${to}`);
const inside = (folder: string) => (path: string) => path.startsWith(`src/${folder}/`);
const below = (to: string) => ['models', 'async', 'node'].some((folder) => inside(folder)(to));

describe('the arrows point one way', () => {
  it('reads all of the source', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.length).toBeGreaterThan(files.length);
    expect(
      imports
        .filter(({ to }) => to.startsWith('src/'))
        .every(({ to }) => files.includes(to) || to.endsWith('.lua')),
    ).toBe(true);
  });

  it('models import zod and models', () => {
    expect(
      breaking(({ from, to }) => inside('models')(from) && !inside('models')(to) && to !== 'zod'),
    ).toEqual([]);
  });

  it('core imports models and core, never a bot or the lab', () => {
    const allowed = (to: string) => !to.startsWith('src/') || below(to) || inside('core')(to);
    expect(breaking(({ from, to }) => inside('core')(from) && !allowed(to))).toEqual([]);
  });

  it('a bot imports core, models and itself, never another bot', () => {
    const home = (path: string) => path.split('/').slice(0, 3).join('/');
    const allowed = ({ from, to }: Import) =>
      !to.startsWith('src/') || below(to) || inside('core')(to) || home(from) === home(to);
    expect(
      breaking((it) => inside('bots')(it.from) && it.from !== 'src/bots/index.ts' && !allowed(it)),
    ).toEqual([]);
  });

  it.each(['async', 'node'])('%s imports itself', (name) => {
    expect(
      breaking(({ from, to }) => inside(name)(from) && to.startsWith('src/') && !inside(name)(to)),
    ).toEqual([]);
  });

  it.each(['ffmpeg', 'embedded'])('%s imports async, node and itself', (name) => {
    expect(
      breaking(
        ({ from, to }) => inside(name)(from) && to.startsWith('src/') && !below(to) && !inside(name)(to),
      ),
    ).toEqual([]);
  });

  it('the lab imports models, what starts a service, FFmpeg, and itself', () => {
    const allowed = (to: string) =>
      !to.startsWith('src/') ||
      ['lab', 'ffmpeg', 'embedded'].some((folder) => inside(folder)(to)) ||
      below(to);
    expect(breaking(({ from, to }) => inside('lab')(from) && !allowed(to))).toEqual([]);
  });

  const homes: [string, RegExp][] = [
    ['discord.js', /^src\/bots\/discord\//],
    ['@slack/', /^src\/bots\/slack\//],
    ['bullmq', /^src\/core\/queue\.ts$/],
    ['ioredis', /^src\/(core\/(store\/|queue\.ts)|embedded\/redis\/)/],
    ['js-redis-server', /^src\/embedded\/redis\//],
    ['undici', /^src\/(core\/(provider|media)|bots\/slack)\//],
    ['pino', /^src\/core\/log\.ts$/],
    ['vega', /^src\/core\/charts\//],
    ['@napi-rs/canvas', /^src\/core\/charts\//],
    ['commander', /^src\/bots\/terminal\//],
  ];
  it.each(homes)('%s is known in its own place only', (name, home) => {
    expect(breaking(({ from, to }) => isPackage(to) && to.startsWith(name) && !home.test(from))).toEqual([]);
  });

  it('the environment is read in main only', () => {
    const readers = files.filter((file) => /process\.env\b/.test(readFileSync(join(root, file), 'utf8')));
    expect(readers).toEqual(['src/main.ts']);
  });

  it('core names no chat platform', () => {
    const naming = files.filter(
      (file) => inside('core')(file) && /\b(discord|slack)\b/i.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(naming).toEqual([]);
  });

  it('there is no import cycle, types included', () => {
    const next = new Map(
      files.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]),
    );
    const done = new Set<string>();
    const cycleFrom = (file: string, path: string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const to of next.get(file) ?? []) {
        const cycle = cycleFrom(to, [...path, file]);
        if (cycle) return cycle;
      }
      done.add(file);
      return undefined;
    };
    expect(files.map((file) => cycleFrom(file, [])).find(Boolean)).toBeUndefined();
  });
});
