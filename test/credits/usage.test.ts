/** What was used, counted and drawn. */
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { usageFrom } from '../../src/core/credits/report/usage.ts';
import type { UsageRow } from '../../src/core/store/ledger/usage.ts';

const titles: Readonly<Record<string, string>> = { esrgan: 'ESRGAN upscaler', flashvsr: 'FlashVSR' };
const titleOf = (model: string) => titles[model] ?? model;
const daysUntil = (last: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(last) - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  );
const row = (facts: Partial<UsageRow> = {}): UsageRow => ({
  ...{ day: '2026-11-21', person: 'ann', model: 'esrgan', jobs: 1, charged: 500, cost: 400 },
  ...facts,
});
const days = daysUntil('2026-11-21', 3);
const used = usageFrom(
  [
    row({ day: '2026-11-19', charged: 1000, cost: 1000, jobs: 2 }),
    row(),
    row({ person: 'bob', model: 'flashvsr', charged: 117_000, cost: 105_000 }),
    row({ person: 'bob' }),
    row({ day: '2026-10-01', charged: 9_000_000 }),
  ],
  days,
  titleOf,
);

type Pixel = [red: number, green: number, blue: number];
type Drawn = { at: (x: number, y: number) => Pixel; count: (colour: string) => number };

/** A picture's pixels; the palette's rounding is left a little room. */
async function drawn(png: Buffer): Promise<Drawn> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 1200, height: 675, channels: 3 });
  const at = (x: number, y: number): Pixel => {
    const from = (y * info.width + x) * 3;
    return [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
  };
  const count = (colour: string) => {
    const wanted = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
    let found = 0;
    for (let from = 0; from < data.length; from += 3)
      if (wanted.every((value, index) => Math.abs((data[from + index] ?? 0) - value) <= 4)) found += 1;
    return found;
  };
  return { at, count };
}

/** ESRGAN's and FlashVSR's colours, and the mark of the provider's cost. */
const [blue, green, ink] = ['#0072b2', '#009e73', '#1f1a15'];

describe('the table', () => {
  it('has the newest day first and in a day what was charged most, and leaves other days out', () => {
    expect(used.rows.map(({ day, person, title, charged }) => [day, person, title, charged])).toEqual([
      ['2026-11-21', 'bob', 'FlashVSR', 117_000],
      ['2026-11-21', 'ann', 'ESRGAN upscaler', 500],
      ['2026-11-21', 'bob', 'ESRGAN upscaler', 500],
      ['2026-11-19', 'ann', 'ESRGAN upscaler', 1000],
    ]);
  });

  it('is summed up in all, by person, by model, and by every day that was asked for', () => {
    const { byPerson, byModel, byDay, ...total } = used.totals;
    expect(total).toEqual({ jobs: 5, charged: 119_000, cost: 106_800 });
    expect(byPerson).toEqual([
      { name: 'bob', jobs: 2, charged: 117_500, cost: 105_400 },
      { name: 'ann', jobs: 3, charged: 1500, cost: 1400 },
    ]);
    expect(byModel.map(({ name, title, charged }) => [name, title, charged])).toEqual([
      ['flashvsr', 'FlashVSR', 117_000],
      ['esrgan', 'ESRGAN upscaler', 2000],
    ]);
    expect(byDay.map(({ name, charged }) => [name, charged])).toEqual([
      ['2026-11-19', 1000],
      ['2026-11-20', 0],
      ['2026-11-21', 118_000],
    ]);
  });

  it('always adds up, whatever order the rows come in', () => {
    const rows = fc.array(
      fc.record({
        day: fc.constantFrom(...days),
        person: fc.constantFrom('ann', 'bob', '__proto__', 'constructor'),
        model: fc.constantFrom('esrgan', 'flashvsr', 'toString'),
        jobs: fc.nat(9),
        charged: fc.nat(),
        cost: fc.nat(),
      }),
    );
    fc.assert(
      fc.property(rows, (given) => {
        const { totals } = usageFrom(given, days, titleOf);
        for (const each of [totals.byPerson, totals.byModel, totals.byDay])
          for (const what of ['jobs', 'charged', 'cost'] as const)
            expect(each.reduce((sum, it) => sum + it[what], 0)).toBe(totals[what]);
        expect(usageFrom(given.toReversed(), days, titleOf).totals).toEqual(totals);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the words for whoever cannot see the picture', () => {
  it('have the real figures', () => {
    expect(used.alt).toBe(
      'Bar chart of the credits charged each day, 19 to 21 November 2026: 5 jobs for 119 credits, which cost ' +
        '106.8 credits at the provider. Most went on 21 November (118 credits) and to FlashVSR (117 credits).',
    );
  });

  it('say what the lab did, in the picture too, and count it as nothing', async () => {
    const lab = { ...row({ jobs: 0, charged: 0, cost: 0 }), lab: 1 };
    const { alt, totals, previews, picture } = usageFrom([lab, row({ model: 'flashvsr' })], days, titleOf);
    expect(alt).toMatch(/: 1 job for 0\.5 credits, .* Besides, 1 lab preview, not counted\.$/);
    expect({ previews, jobs: totals.jobs, models: totals.byModel.length }).toEqual({
      ...{ previews: 1, jobs: 1, models: 1 },
    });
    const without = usageFrom([row({ model: 'flashvsr' })], days, titleOf);
    expect((await picture()).equals(await without.picture())).toBe(false);
    expect(usageFrom([lab], days, titleOf).alt).toBe(
      'An empty bar chart: nothing was used yet, 19 to 21 November 2026. Besides, 1 lab preview, not counted.',
    );
  });

  it('say that nothing was used, and name no peak where nothing was charged', () => {
    expect(usageFrom([], days, titleOf).alt).toBe(
      'An empty bar chart: nothing was used yet, 19 to 21 November 2026.',
    );
    const free = usageFrom([row({ charged: 0, cost: 0 })], ['2026-11-21'], titleOf).alt;
    expect(free).toContain(', 21 November 2026: 1 job for 0 credits');
    expect(free).not.toContain('Most');
  });

  it('name both years where the days are of two', () => {
    expect(usageFrom([], daysUntil('2027-01-02', 4), titleOf).alt).toContain(
      '30 December 2026 to 2 January 2027',
    );
    expect(usageFrom([], daysUntil('2026-11-02', 4), titleOf).alt).toContain('30 October to 2 November 2026');
  });
});

describe('the picture', () => {
  it('has a bar per day whose parts are as high as what each model was charged, and the cost as a mark', async () => {
    const picture = await drawn(
      await usageFrom(
        [
          row({ day: '2026-11-20', charged: 75_000, cost: 0 }),
          row({ day: '2026-11-20', model: 'flashvsr', charged: 25_000, cost: 50_000 }),
        ],
        ['2026-11-20', '2026-11-21'],
        titleOf,
      ).picture(),
    );
    // The axis ends at 100 credits, at 156 pixels; the ground is at 520; the first day's bar stands around 362.
    const y = (credits: number) => Math.round(520 - (credits / 100) * (520 - 156));
    const close = (pixel: Pixel, colour: string) =>
      pixel.every(
        (value, index) =>
          Math.abs(value - Number.parseInt(colour.slice(1 + index * 2, 3 + index * 2), 16)) < 5,
      );
    expect(close(picture.at(362, y(5)), blue)).toBe(true);
    expect(close(picture.at(362, y(72)), blue)).toBe(true);
    expect(close(picture.at(362, y(78)), green)).toBe(true);
    expect(close(picture.at(362, y(98)), green)).toBe(true);
    expect(close(picture.at(362, y(102)), '#ffffff')).toBe(true);
    expect(close(picture.at(362, y(50)), ink)).toBe(true);
    // Nothing was used on the second day.
    expect(close(picture.at(894, y(5)), '#ffffff')).toBe(true);
  });

  it.each([
    ['one day', 1, 1],
    ['a month', 31, 1],
    ['a quarter', 92, 1],
    ['amounts as large as a ledger can hold', 7, 1e9],
    ['amounts of a thousandth', 7, 0.001],
  ])('is drawn for %s', async (_case, count, scale) => {
    const list = daysUntil('2026-11-21', count);
    const rows = list.flatMap((day, index) => [
      row({ day, charged: Math.ceil(1000 * scale * (index + 1)), cost: Math.ceil(900 * scale) }),
      row({ day, model: 'flashvsr', charged: Math.ceil(3000 * scale), cost: 1 }),
    ]);
    const picture = await drawn(await usageFrom(rows, list, titleOf).picture());
    expect(picture.count(blue)).toBeGreaterThan(400);
    expect(picture.count(green)).toBeGreaterThan(400);
    expect(picture.count(ink)).toBeGreaterThan(400);
  });

  it('shows the least that can be charged beside the most', async () => {
    const rows = [row({ charged: 1, cost: 0 }), row({ model: 'flashvsr', charged: 1e9, cost: 0 })];
    const alone = usageFrom([row({ model: 'flashvsr', charged: 1e9, cost: 0 })], days, titleOf);
    const [both, without] = [
      await drawn(await usageFrom(rows, days, titleOf).picture()),
      await drawn(await alone.picture()),
    ];
    // Its square in the legend is 15 × 15.
    expect(both.count(blue)).toBeGreaterThan(15 * 15 + 50);
    expect(without.count(blue)).toBe(0);
  });

  it('is empty but for its words where nothing was used, and for no days at all', async () => {
    for (const list of [days, []]) {
      const picture = await drawn(await usageFrom([], list, titleOf).picture());
      expect([picture.count(blue), picture.count(green)]).toEqual([0, 0]);
      expect(picture.count('#ffffff')).toBeLessThan(1200 * 675 - 2000);
    }
  });

  it('is the same for the same rows and another one for others', async () => {
    const again = usageFrom(used.rows.toReversed(), days, titleOf);
    const more = usageFrom([...used.rows, row({ day: '2026-11-20', charged: 50_000 })], days, titleOf);
    const [one, two, three] = await Promise.all([used.picture(), again.picture(), more.picture()]);
    expect(two.equals(one)).toBe(true);
    expect(three.equals(one)).toBe(false);
  });

  it('counts models together beyond those that colours can tell apart', async () => {
    const rows = Array.from({ length: 9 }, (_, index) =>
      row({ model: `model-${index}`, charged: 1000 * (index + 1) }),
    );
    const picture = await drawn(await usageFrom(rows, days, titleOf).picture());
    expect(picture.count('#9aa1ad')).toBeGreaterThan(1000);
  });

  it.each(['<script>alert(1)</script>', '</svg>', '"><rect/>', "' & &amp; &#x0; ]]>", '\u0000\u202e漢字 é'])(
    'takes a model called %j for a name and nothing else',
    async (name) => {
      const picture = await drawn(await usageFrom([row({ model: name })], days, (it) => it).picture());
      const plain = await drawn(await usageFrom([row({ model: 'plain' })], days, (it) => it).picture());
      expect(picture.count(blue)).toBe(plain.count(blue));
      expect(picture.count(blue)).toBeGreaterThan(1000);
    },
  );
});
