/** What the lab charges and how long it is shown to take, where it does so by work. */
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createTariff } from '../../src/lab/server/requests/tariff.ts';
import type { Lab } from '../../src/lab/server/server.ts';
import { models } from '../../src/models/index.ts';
import { call, dataUrl, ended, submit, upload, useLab } from './client.ts';

const { start, folder } = useLab();
const metricsSchema = z.object({
  cost: z.number(),
  inference_time: z.number(),
  remaining_credits: z.number(),
});

async function run(at: Lab, width: number, settings: Record<string, unknown> = {}) {
  const source = await sharp({ create: { width, height: 100, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const { json } = await upload(at, [dataUrl(source)]);
  const [image] = z.array(z.url()).parse(json.file_urls);
  const answer = await ended((await submit(at, { image, ...settings })).status_url);
  return metricsSchema.parse(answer.json.metrics);
}
/** Of files of which nobody can say how large they are: they count as usual. */
async function costs(seed: number, runs: number) {
  const model = models.find(({ name }) => name === 'esrgan');
  if (!model) throw new Error('there is no such model');
  const tariff = createTariff({ seed });
  const order = { model, job: { problem: 'none' } };
  const file = { name: 'none', path: join(folder(), 'none.png'), type: 'image/png', bytes: 0 };
  const all: number[] = [];
  for (let index = 0; index < runs; index += 1) all.push((await tariff.of(order, file)).cost);
  return all;
}

test('a run costs and takes by the size of what it made, and the balance falls by it', async () => {
  const at = await start({ tariff: { noise: false, pixels: 50 }, processingMs: 500 });
  const [small, wide, large] = [await run(at, 100), await run(at, 400), await run(at, 400, { scale: 4 })];
  // In thousandths of a cent: 120 and 18 for each million pixels, of which each counts as 50 here.
  const cost = (pixels: number) => Math.round(120 + (18 * pixels * 50) / 1e6) / 100_000;
  expect([small.cost, wide.cost, large.cost]).toEqual([cost(40_000), cost(160_000), cost(640_000)]);
  expect(large.remaining_credits).toBeCloseTo(100 - small.cost - wide.cost - large.cost, 9);
  // So many times as long as a run of 16 million pixels.
  const times = (120 + 18 * 32) / (120 + 18 * 16);
  expect(large.inference_time).toBeGreaterThan(0.5 * times);
});

test('runs of the same work differ, a few of them by much, and the same seed repeats them', async () => {
  const all = (await costs(3, 200)).toSorted((one, other) => one - other);
  const [low, middle, high, most] = [10, 100, 180, 199].map((at) => all[at] ?? 0);
  if (!low || !middle || !high || !most) throw new Error('there are fewer');
  expect(low).toBeLessThan(0.9 * middle);
  expect(high / middle).toBeGreaterThan(1.05);
  expect(high / middle).toBeLessThan(1.6);
  expect(most).toBeGreaterThan(2 * middle);
  const [once, again, other] = [await costs(4, 5), await costs(4, 5), await costs(5, 5)];
  expect(once).toEqual(again);
  expect(once).not.toEqual(other);
});

test('where it is not told to, every run costs the price of its model', async () => {
  const at = await start();
  expect([(await run(at, 100)).cost, (await run(at, 400, { scale: 4 })).cost]).toEqual([0.005, 0.005]);
  expect((await call(`${at.url}/v1/get-user-credits`)).json).toMatchObject({ credits: 99.99 });
});
