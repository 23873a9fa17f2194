/** Nobody pays more than was shown: every price with every race of clicks, and costs of every kind. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFixture } from '../../helpers/fixture.ts';
import { picture, streamOf } from '../../helpers/requests.ts';

let fixture: Awaited<ReturnType<typeof openFixture>>;
beforeAll(async () => {
  fixture = await openFixture({
    // The engine accepts and quotes; the test itself plays the result, with a cost of its own.
    work: false,
    overrides: {
      prices: [
        { model: 'esrgan', price: 700 },
        { model: 'esrgan', field: 'scale', value: '8', price: 2100 },
        { model: 'svd', field: 'frames', value: '25', price: 30_000 },
      ],
    },
  });
});
afterAll(() => fixture.close());

/** Each of these once, with costs of its own; more rounds with other costs by CHARGED_ROUNDS, for a night. */
const rounds = Number(process.env.CHARGED_ROUNDS ?? 1);
const atOnce = 20;

const requests = [
  ...[2, 4, 8].map((scale) => ({ model: 'esrgan', settings: { scale } })),
  { model: 'clarity', settings: {} },
  ...[14, 25].map((frames) => ({ model: 'svd', settings: { frames } })),
];
/** What is pressed at once: the price itself or one of two cheaper ones, by one finger, two or three. */
const fingers = [undefined, 0, 1];
const races = [
  ...fingers.map((one) => [one]),
  ...fingers.flatMap((one) => fingers.map((other) => [one, other])),
  ...fingers.flatMap((one) => fingers.flatMap((two) => fingers.map((three) => [one, two, three]))),
];
const all = requests.flatMap((request) => races.map((clicks) => ({ ...request, clicks })));
const jobs = rounds * all.length;

/** Of the price; none where the provider says nothing. */
const anyCost = fc.option(fc.double({ min: 0, max: 2, noNaN: true }), { nil: undefined });

it(
  `charges at most the price that was shown, and exactly it where the provider reported no cost: ${jobs} jobs`,
  async () => {
    const source = { kind: 'stored', ...(await fixture.engine.keep(streamOf(await picture()))) } as const;
    const costs = fc.sample(anyCost, { numRuns: jobs, seed: 20_261_121 });
    const wishes = costs.flatMap((cost, index) => {
      const it = all[index % all.length];
      return it ? [{ ...it, cost }] : [];
    });
    const wrong: string[] = [];
    let lower = 0;

    async function play({ model, settings, clicks, cost }: (typeof wishes)[number], index: number) {
      const person = { platform: 'recorder', scope: 'charged', requester: `p${index % 50}` };
      const quote = await fixture.engine.quote({
        ...person,
        key: `k${index}`,
        address: null,
        model,
        settings,
        source,
      });
      const answers = await Promise.allSettled(
        clicks.map((variant) =>
          fixture.engine.run(quote.id, { person, ...(variant === undefined ? {} : { variant }) }),
        ),
      );
      const made = answers.flatMap((answer) =>
        answer.status === 'fulfilled' && 'job' in answer.value ? [answer.value.job] : [],
      );
      const [job] = made;
      if (!job || new Set(made.map(({ id }) => id)).size !== 1)
        return void wrong.push(`${index}: not one job`);
      // What stood on the buttons: the price itself and its cheaper variants.
      const shown = quote.choices.map(
        ({ label }) => Number(/ for ([\d.]+) credits$/.exec(label)?.[1]) * 1000,
      );
      if (!shown.includes(job.price)) wrong.push(`${index}: ${job.price} was not shown`);
      const dollars = cost === undefined ? undefined : (cost * job.price) / 100_000;
      const settled = await fixture.store.change(job, {
        from: ['accepted'],
        to: 'fetched',
        due: 'never',
        credits: 'settle',
        set: dollars === undefined ? {} : { cost: dollars },
      });
      const { charged = -1, price = 0 } = (await fixture.store.read(job.id)) ?? {};
      if (!settled || charged < 0 || charged > price) wrong.push(`${index}: ${charged} charged of ${price}`);
      if (cost === undefined && charged !== price)
        wrong.push(`${index}: ${charged} charged, ${price} shown, no cost`);
      if (cost !== undefined && cost < 0.99 && charged >= price)
        wrong.push(`${index}: the lower cost was not passed on`);
      if (charged < price) lower += 1;
    }
    for (let from = 0; from < jobs; from += atOnce)
      await Promise.all(wishes.slice(from, from + atOnce).map((each, offset) => play(each, from + offset)));

    expect(wrong).toEqual([]);
    // It could have failed: many were cheaper than shown.
    expect(lower).toBeGreaterThan(jobs / 10);
  },
  60_000 * rounds,
);
