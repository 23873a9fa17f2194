/** Nobody pays more than was shown: many random jobs at once, clicked by several fingers, while their prices are being learned. */
import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pricesWith } from '../../src/core/credits/prices.ts';
import type { Quote } from '../../src/core/credits/quote.ts';
import type { Job } from '../../src/core/domain/job.ts';
import { type Fixture, mistakesInBooks, openFixture } from '../helpers/fixture.ts';
import { streamOf } from '../helpers/requests.ts';
import { photo } from '../helpers/sample-media.ts';

/** PRICE_RUNS=1000 runs it in full. */
const count = Number(process.env.PRICE_RUNS ?? 30);
const people = ['ann', 'bob', 'cas', 'dan'];
const sizes = [8, 16, 32, 64, 96];
const ways = [
  { model: 'esrgan', settings: { scale: 2 } },
  { model: 'esrgan', settings: { scale: 4 } },
  { model: 'esrgan', settings: { scale: 8 } },
  { model: 'clarityai-flux-upscaler', settings: { scale_factor: 2 } },
  { model: 'clarityai-flux-upscaler', settings: { scale_factor: 3 } },
];
const enough = 30;

let fixture: Fixture;
const pictures: Buffer[] = [];
beforeAll(async () => {
  let store: Fixture['store'] | undefined;
  fixture = await openFixture({
    // Each pixel is many, so that tiny pictures are of work over three orders of magnitude; with noise and outliers.
    lab: { queuedMs: 0, processingMs: 0, balance: 1e6, tariff: { pixels: 400, seed: 17 } },
    overrides: { prices: pricesWith([], (model) => store?.learnedLast(`lab ${model}`)) },
  });
  ({ store } = fixture);
  for (const width of sizes) pictures.push(await photo({ width, height: Math.ceil(width / 2) }));
});
afterAll(() => fixture.close());

/** Repeatable numbers from 0 to 1. */
let state = 11;
const random = (): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};
const oneOf = <It>(all: readonly It[]): It => {
  const it = all[Math.floor(random() * all.length)];
  if (it === undefined) throw new Error('there is none');
  return it;
};

type Ran = { shown: number; job: Job };

/** By several fingers, which make one job. */
async function agreed({ id, price }: Quote, requester: string): Promise<Ran> {
  const { engine } = fixture;
  const person = { platform: 'recorder', scope: 'race', requester };
  const clicks = await Promise.all(Array.from({ length: 3 }, () => engine.run(id, { person })));
  const jobs = clicks.flatMap((it) => ('job' in it ? [it.job] : []));
  expect(new Set(jobs.map((it) => it.id)).size).toBe(1);
  const [job] = jobs;
  if (!job) throw new Error('nothing was run');
  return { shown: price, job };
}

async function once(index: number): Promise<Ran> {
  const { engine } = fixture;
  const [requester, way, bytes] = [oneOf(people), oneOf(ways), oneOf(pictures)];
  const isPressed = random() < 0.5;
  const asked = async (key: string) => {
    const source = { kind: 'stored', ...(await engine.keep(streamOf(bytes))) } as const;
    return { platform: 'recorder', scope: 'race', requester, address: null, key, ...way, source };
  };
  const quote = await engine.quote(await asked(`quoted ${index}`));
  if (!isPressed) return agreed(quote, requester);
  // A button that said it some time ago, pressed twice: the platform delivers one of them again.
  const told = quote.price;
  const pressed = await Promise.all(
    [1, 2].map(async () => engine.request({ ...(await asked(`pressed ${index}`)), told })),
  );
  const made = pressed.flatMap((it) => ('job' in it ? [it.job] : []));
  const [job] = made;
  const [dearer] = pressed.flatMap((it) => ('quote' in it ? [it.quote] : []));
  if (!job) return agreed(dearer ?? quote, requester);
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(job.price).toBeLessThanOrEqual(told);
  return { shown: told, job };
}

it(`of ${count} random jobs none costs more than was shown, and the books agree`, async () => {
  const limit = pLimit(8);
  const runs = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      limit(async () => {
        const { shown, job } = await once(index);
        return { shown, over: await fixture.engine.settled(job.id) };
      }),
    ),
  );
  for (const { shown, over } of runs) {
    expect(over.charged ?? 0, over.id).toBeLessThanOrEqual(Math.min(shown, over.price));
    // On a machine that is too busy to hear the lab's answer a job may end as uncertain, which costs nothing.
    if (over.state === 'done') expect(over).toMatchObject({ hold: 'settled' });
    else expect(over).toMatchObject({ state: 'uncertain', hold: 'released' });
  }
  const done = runs.filter(({ over }) => (over.charged ?? 0) > 0);
  expect(done.length).toBeGreaterThan(count / 2);
  const owners = people.map((requester) => ({ platform: 'recorder', scope: 'race', requester }));
  expect(await mistakesInBooks(fixture.ledger, owners)).toEqual([]);
  if (count < 1000) return;
  // Once enough has been seen.
  const late = done.slice(enough * 4);
  const costs = late.map(({ shown, over }) => ({ shown, cost: (over.cost ?? 0) * 100_000 }));
  const below = costs.filter(({ shown, cost }) => cost <= shown).length;
  const ratios = costs.map(({ shown, cost }) => shown / cost).sort((one, other) => one - other);
  console.info({
    runs: runs.length,
    'cost within price': below / late.length,
    'median of price over cost': ratios[Math.floor(ratios.length / 2)],
  });
  expect(below / late.length).toBeGreaterThanOrEqual(0.95);
}, 600_000);
