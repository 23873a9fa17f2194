/** The rules of the house, held by reading the files; and each rule, by changes that it must see. */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { add, type Seed, type Seeds } from './architecture/changes.ts';
import { depthAt } from './architecture/code.ts';
import { ceilings, exceptions } from './architecture/exceptions.ts';
import { folderSeeds } from './architecture/folder-seeds.ts';
import { importSeeds } from './architecture/import-seeds.ts';
import { type RuleName, rules, tooLong } from './architecture/rules.ts';
import { textSeeds } from './architecture/text-seeds.ts';
import { importsOf, readTree, sourcesOf } from './architecture/tree.ts';

const tree = readTree(resolve(import.meta.dirname, '..'));
/** By its type, every rule has some. */
const seeds: Pick<Seeds, RuleName> = { ...importSeeds, ...folderSeeds, ...textSeeds };
const seedsOf = new Map<string, readonly Seed[]>(Object.entries(seeds));
const exceptionsOf = new Map<string, readonly string[]>(Object.entries(exceptions));

it('all of the source is read', () => {
  expect(sourcesOf(tree).length).toBeGreaterThan(100);
  expect(importsOf(tree).length).toBeGreaterThan(sourcesOf(tree).length);
  const astray = sourcesOf(tree).filter(({ code }) => depthAt(code.bare, code.bare.length) !== 0);
  expect(astray.map(({ path }) => path)).toEqual([]);
});

describe.each(Object.entries(rules))('%s', (name, rule) => {
  const found = rule(tree);
  const excepted = exceptionsOf.get(name) ?? [];

  it('holds, but for what is excepted', () => {
    expect(found.filter((offence) => !excepted.includes(offence))).toEqual([]);
  });

  it('has no exception that is no longer needed', () => {
    expect(excepted.filter((offence) => !found.includes(offence))).toEqual([]);
  });

  it('sees what breaks it, and nothing else', () => {
    const changes = seedsOf.get(name) ?? [];
    expect(changes.filter(([, reports]) => reports.length > 0)).not.toEqual([]);
    for (const [change, reports] of changes)
      expect(rule(change(tree)).filter((offence) => !found.includes(offence))).toEqual(reports);
  });
});

describe('a file has at most 150 lines', () => {
  const long = (count: number) => add({ 'src/seed.ts': 'export {};\n'.repeat(count) })(tree);

  it('holds, but for what is excepted', () => {
    expect(tooLong(tree, ceilings)).toEqual([]);
  });

  it('sees a file that is too long, and a ceiling that is too high', () => {
    expect(tooLong(long(150), ceilings)).toEqual([]);
    expect(tooLong(long(151), ceilings)).toEqual(['src/seed.ts: 151 lines, over 150']);
    const under = (most: number) => ({ ...ceilings, 'src/seed.ts': most });
    expect(tooLong(long(170), under(170))).toEqual([]);
    expect(tooLong(long(170), under(169))).toEqual(['src/seed.ts: 170 lines, over 169']);
    expect(tooLong(long(170), under(200))).toEqual(['src/seed.ts: its ceiling of 200 is over 170 lines']);
    expect(tooLong(long(150), under(150))).toEqual(['src/seed.ts: its ceiling of 150 is over 150 lines']);
    expect(tooLong(tree, under(160))).toEqual(['src/seed.ts: its ceiling of 160 is over no lines']);
  });
});
