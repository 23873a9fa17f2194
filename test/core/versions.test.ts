/** Versions of one source: how they are numbered, who sees them, votes and picks that race. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command } from '../../src/core/domain/command.ts';
import type { Job } from '../../src/core/domain/job.ts';
import { numberIn } from '../../src/core/domain/versions/tree.ts';
import { type Fixture, openFixture, recorder } from '../helpers/fixture.ts';
import { ask, streamOf } from '../helpers/requests.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture({ lab: { balance: 1_000_000 }, platform: recorder('recorder') });
});
afterAll(() => fixture.close());

const here = { channel: 'c' };
let colour = 0;

/** A picture that no other test has. */
async function lake(): Promise<Buffer> {
  colour += 1;
  return sharp({ create: { width: 16, height: 12, channels: 3, background: { r: colour, g: 90, b: 20 } } })
    .png()
    .toBuffer();
}
async function made(from: Buffer, more: Partial<Command> = {}): Promise<Job> {
  const kept = await fixture.engine.keep(streamOf(from));
  const source = { kind: 'stored', fileName: 'lake.png', ...kept } as const;
  const { id } = await ask(fixture.engine, { source, ...here, ...more });
  return fixture.engine.settled(id);
}
const resultOf = ({ result }: Job): Promise<Buffer> => readFile(`${fixture.folder}/files/${result?.name}`);
async function numbers(job: Job): Promise<string[]> {
  const tree = await fixture.engine.versions.of(job);
  return tree?.versions.map(({ number, did, parent }) => `${number} ${parent ?? tree.name}: ${did}`) ?? [];
}

it('numbers what is made of a source, and of what was made of it, with what was changed', async () => {
  const source = await lake();
  const v1 = await made(source, { settings: { scale: 4 } });
  const v2 = await made(source, { requester: 'other' });
  const bytes = await resultOf(v2);
  // By what it holds; and by what its request says, where that is another copy of it.
  await made(bytes, { settings: { scale: 8 } });
  await made(
    await sharp(await resultOf(v2))
      .webp()
      .toBuffer(),
    { madeFrom: v2.id, settings: { scale: 2 } },
  );
  expect(await numbers(v1)).toEqual([
    'v1 lake.png: Larger ×4',
    'v2 lake.png: Larger ×2',
    'v2.1 v2: Scale ×8',
    'v2.2 v2: Larger ×2',
  ]);
  expect((await fixture.engine.view(v2)).versioned).toMatchObject({
    number: 'v2',
    from: 'lake.png',
    several: true,
  });
});

it('is of one conversation: threads belong to their channel, but for those that not all of it see', async () => {
  const source = await lake();
  const first = await made(source);
  const inThread = await made(source, { channel: 't', above: 'c' });
  const apart = await made(source, { channel: 'p', above: 'c', apart: true });
  const elsewhere = await made(source, { channel: 'd', madeFrom: first.id });
  expect(await numbers(first)).toHaveLength(2);
  expect(await numbers(inThread)).toEqual(await numbers(first));
  for (const other of [apart, elsewhere]) expect(await numbers(other)).toEqual(['v1 lake.png: Larger ×2']);
  const tree = await fixture.engine.versions.of(first);
  const person = { platform: 'recorder', scope: 'scope', requester: 'somebody' };
  expect(await fixture.engine.versions.newestIn({ ...person, ...here })).toEqual(tree);
  const kept = async () => ({ kind: 'stored', ...(await fixture.engine.keep(streamOf(source))) }) as const;
  const { ofSource } = fixture.engine.versions;
  expect(await ofSource({ ...person, ...here }, await kept())).toEqual(tree);
  expect(await ofSource(person, await kept())).toBe(undefined);
});

it('counts fifty racing votes of one person once, and takes one back; a pick is told once', async () => {
  const source = await lake();
  const [one, two] = [await made(source), await made(source)];
  const { vote: voted, of, pick, told } = fixture.engine.versions;
  const vote = async (...it: Parameters<typeof voted>) => (await voted(...it)).answer;
  const racing = Array.from({ length: 50 }, (_, index) => vote(index % 2 ? one : two, 'ann', true));
  await Promise.all([...racing, vote(one, 'bob', true)]);
  expect((await of(one))?.votes.size).toBe(2);
  expect(await vote(one, 'ann', true)).toMatch(/same|changed/);
  expect(await vote(one, 'ann', true)).toBe('same');
  expect(await vote(two, 'ann', false)).toBe('none');
  expect(await vote(one, 'ann', false)).toBe('withdrawn');
  expect([...((await of(one))?.votes ?? [])]).toEqual([['bob', 'v1']]);
  expect(await voted(two, 'bob', true)).toEqual({ answer: 'changed', before: 'v1' });
  expect(await voted(one, 'bob', true)).toEqual({ answer: 'changed', before: 'v2' });
  const picks = await Promise.all([1, 2, 3].map(() => pick(two, 'ann')));
  expect(picks.sort()).toEqual(['picked', 'same', 'same']);
  await told(two);
  expect(await pick(two, 'bob')).toBe('told');
  expect(await pick(one, 'ann')).toBe('picked');
  expect((await of(one))?.picked).toMatchObject({ number: 'v1', by: 'ann' });
  expect(await vote({ id: 'unknown' }, 'ann', true)).toBe('gone');
});

it('draws a contact sheet of those that are there', async () => {
  const source = await lake();
  const jobs = [await made(source), await made(source), await made(source)];
  const [first] = jobs;
  const tree = first && (await fixture.engine.versions.of(first));
  if (!tree) throw new Error('there is no tree');
  const tiles = tree.versions.map((it, at) => ({ ...it, votes: at, job: jobs[at] ?? first }));
  const png = await fixture.engine.versions.sheet(tree, tiles);
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1200 });
});

it('reads numbers as people write them', () => {
  expect(['v2.1', 'V2.1', '2.1', ' v3 ', 'v', 'vote', 'v2.', '2,1'].map(numberIn)).toEqual([
    'v2.1',
    'v2.1',
    'v2.1',
    'v3',
    ...Array(4).fill(undefined),
  ]);
});
