/** Prices by work, through the engine: what is dear is said first, and what is offered for less costs and gives what it said. */
import { createReadStream } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { priceOf, pricesWith } from '../../src/core/credits/prices.ts';
import { learnedFrom } from '../../src/core/learned/learned.ts';
import { some } from '../../src/core/words/names.ts';
import { findModel } from '../../src/models/index.ts';
import { openFixture, recorder, temporaryFolder } from '../helpers/fixture.ts';
import { picture, streamOf } from '../helpers/requests.ts';
import { clip } from '../helpers/sample-media.ts';

let fixture: Awaited<ReturnType<typeof openFixture>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const clips = new Map<number, string>();

/** A tenth of a credit for each run, and for each unit of work. */
const measured = Array.from({ length: 60 }, (_, index) => {
  const work = 0.1 * 1.12 ** ((index * 23) % 60);
  return { ms: 1000 + 200 * work, work, cost: 100 + 100 * work };
});

beforeAll(async () => {
  folder = await temporaryFolder();
  // As a chat has it: people are asked.
  const { limits: _none, ...platform } = recorder();
  fixture = await openFixture({
    platform,
    overrides: {
      prices: pricesWith([], (name) => (name === 'flashvsr' ? learnedFrom(measured) : undefined)),
    },
  });
  for (const seconds of [3, 20])
    clips.set(seconds, await clip(folder.path, { width: 64, height: 48, seconds, fps: 10 }));
});
afterAll(async () => {
  await fixture.close();
  await folder.remove();
});

const person = { platform: 'recorder', scope: 'work', requester: 'ada' };
let count = 0;
const asked = async (model: string, file: Parameters<typeof fixture.engine.keep>[0], settings = {}) => {
  count += 1;
  const source = { kind: 'stored', ...(await fixture.engine.keep(file)) } as const;
  return { ...person, key: `work-${count}`, address: null, model, settings, source };
};
const quoteOf = async (seconds: number) =>
  fixture.engine.quote(await asked('flashvsr', createReadStream(clips.get(seconds) ?? '')));

it('a long clip costs more than a short one; only its first seconds cost what was said, and are what comes of it', async () => {
  const [short, long] = [await quoteOf(3), await quoteOf(20)];
  expect(long.price / short.price).toBeGreaterThan(2);
  expect(short.choices.map(({ label }) => label).join()).not.toContain('First');
  expect(long.lines.join()).not.toContain('estimate');
  const variant = long.choices.find(({ label }) => label.startsWith('First 10 s for '));
  expect(variant?.price).toBeGreaterThan(short.price);
  expect(variant?.price).toBeLessThan(long.price);

  // By two fingers.
  const choice = { person, variant: variant?.variant ?? -1 };
  const [one, two] = await Promise.all([
    fixture.engine.run(long.id, choice),
    fixture.engine.run(long.id, choice),
  ]);
  if (!('job' in one) || !('job' in two)) throw new Error('no job');
  expect(one.job.id).toBe(two.job.id);
  expect(one.job.price).toBe(variant?.price);
  const over = await fixture.engine.settled(one.job.id);
  expect(over).toMatchObject({ state: 'done', hold: 'settled' });
  expect(over?.charged).toBeLessThanOrEqual(one.job.price);
  expect(over?.result?.seconds).toBeCloseTo(10, 0);
});

it('what is much more work than usual is asked about, with what is cheaper; what is not, is not', async () => {
  const bytes = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#a52' } })
    .jpeg()
    .toBuffer();
  const answer = await fixture.engine.request(await asked('esrgan', streamOf(bytes), { scale: 4 }));
  if (!('quote' in answer)) throw new Error('it was not asked about');
  const { price, lines, choices } = answer.quote;
  expect(price).toBe(Math.ceil((500 * 4000 * 3000 * 16) / 4096 ** 2));
  expect(lines.join()).toContain('an estimate');
  expect(choices.map(({ price: its }) => its)).toEqual([
    price,
    Math.ceil((500 * 4000 * 3000 * 4) / 4096 ** 2),
  ]);

  const small = await fixture.engine.request(await asked('esrgan', streamOf(await picture()), { scale: 4 }));
  if (!('job' in small)) throw new Error('it was asked about');
  await fixture.engine.settled(small.job.id);
  const costs = async () => (await fixture.store.learned('lab esrgan')).costs;
  await expect.poll(costs, { timeout: 10_000 }).toEqual([{ cost: 500, work: 0.003072 }]);
});

it('whoever can pay for this file is not refused for what is usual, and is for what no file costs less than', async () => {
  const { price } = await quoteOf(3);
  const poor = async (monthly: number) => ({
    ...(await asked('flashvsr', createReadStream(clips.get(3) ?? ''))),
    requester: `poor-${monthly}`,
    limits: { monthly, confirm_above: null },
  });
  const model = findModel('flashvsr');
  const usual = model?.prepare({});
  if (!model || !usual?.ok) throw new Error('there is no such model');
  const prices = pricesWith([], () => learnedFrom(measured));
  expect(priceOf(model, usual.settings, prices)).toBeGreaterThan(price);
  expect(await fixture.engine.request(await poor(price))).toMatchObject({ job: { price } });
  await expect(fixture.engine.request(await poor(1))).rejects.toMatchObject({ code: 'credits-short' });
});

it('a button that said a price costs no more: what is dearer by now is asked about, whatever its person wants to be asked', async () => {
  const { price } = await quoteOf(3);
  const pressed = async (told: number) => ({
    ...(await asked('flashvsr', createReadStream(clips.get(3) ?? ''))),
    limits: { confirm_above: null },
    told,
  });
  const dearer = await fixture.engine.request(await pressed(price - 1));
  if (!('quote' in dearer)) throw new Error('it was not asked about');
  expect(dearer.quote.price).toBe(price);
  const run = await fixture.engine.request(await pressed(price));
  expect(run).toMatchObject({ job: { price } });
});

it('several files say what each costs, and steps and files whether that is measured', async () => {
  const [short, long] = [await quoteOf(3), await quoteOf(20)];
  const items = [];
  for (const seconds of [3, 20]) {
    const { model, settings, source } = await asked('flashvsr', createReadStream(clips.get(seconds) ?? ''));
    items.push({ model, settings, source, name: `${seconds}.mp4`, address: null });
  }
  const limits = { confirm_above: 0 };
  const answer = await fixture.engine.requestBatch({ ...person, key: 'work-album', limits, items });
  if (!('quote' in answer)) throw new Error('it was not asked about');
  const said = answer.quote.lines.join('\n');
  expect(answer.quote.price).toBe(short.price + long.price);
  expect(said).toContain(`3.mp4: ${some(short.price)} · 20.mp4: ${some(long.price)}`);
  expect(said).not.toContain('estimate');

  const { model: _, settings: __, ...chain } = await asked('flashvsr', createReadStream(clips.get(3) ?? ''));
  const steps = ['video-frame-interpolation', 'flashvsr'].map((model) => ({ model, settings: {} }));
  const recipe = await fixture.engine.recipes.request({ ...chain, steps }, { asks: true });
  if (!('quote' in recipe)) throw new Error('it was not asked about');
  expect(recipe.quote.lines.join('\n')).toContain('A part of the price is an estimate');
});
