/** What is learned from runs of any work: their price, their time, and when to ask. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../bench/work-runs.ts';
import { boundOf } from '../../../src/core/credits/bound.ts';
import { type Prices, pricesFrom, pricesWith, pricingOf } from '../../../src/core/credits/prices.ts';
import { fitOf } from '../../../src/core/learned/fit.ts';
import { learnedFrom } from '../../../src/core/learned/learned.ts';
import { type Run, runFrom, textOf } from '../../../src/core/learned/run.ts';
import { createAsking } from '../../../src/core/view/asking.ts';
import { overdueAfter, publishedMs, usual } from '../../../src/core/view/progress.ts';
import { findModel, models } from '../../../src/models/index.ts';
import type { Model } from '../../../src/models/model.ts';

const model = (name: string): Model => {
  const found = findModel(name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
};
const [esrgan, flashvsr, svd] = [model('esrgan'), model('flashvsr'), model('svd')];
const workOf = (it: Model, set: Record<string, unknown>, source = it.usualSource): number => {
  const prepared = it.prepare(set);
  if (!prepared.ok) throw new Error('no settings of it');
  return it.work(prepared.settings, source);
};

/** 3 s of loading and half a second for each unit; a cent for each second. */
const runs = (count: number, level = 1): Run[] =>
  Array.from({ length: count }, (_, index) => {
    const work = 1 + ((index * 37) % 100);
    const ms = level * (3000 + 500 * work) * (1 + ((index * 7) % 5) / 50);
    return { ms, work, cost: ms };
  });

describe('the work of a run', () => {
  it('grows with the size of the result, its frames, and what else takes longer', () => {
    const clip = { width: 640, height: 360, fps: 25 };
    const [short, long] = [
      { ...clip, seconds: 3, frames: 75 },
      { ...clip, seconds: 60, frames: 1500 },
    ];
    expect(workOf(flashvsr, {}, long) / workOf(flashvsr, {}, short)).toBeCloseTo(20);
    expect(workOf(flashvsr, { scale: 4 }, short) / workOf(flashvsr, {}, short)).toBeCloseTo(4);
    expect(workOf(flashvsr, { mode: 'full' }, short)).toBeGreaterThan(workOf(flashvsr, {}, short));
    expect(workOf(esrgan, { scale: 8 }) / workOf(esrgan, { scale: 2 })).toBeCloseTo(16);
    expect(workOf(svd, { frames: 25 }) / workOf(svd, {})).toBeCloseTo(25 / 14);
    // Of a clip whose frames nobody has counted.
    expect(workOf(flashvsr, {}, { ...clip, seconds: 3 })).toBeCloseTo(workOf(flashvsr, {}, short));
  });

  it.each(models)('of $name is above nothing, with all that may be set and any source', (it) => {
    for (const source of [it.usualSource, { width: 1, height: 1 }, { width: 9000, height: 9000, frames: 2 }])
      expect(workOf(it, {}, source)).toBeGreaterThan(0);
    expect(it.usualWork).toBeGreaterThan(0);
    expect(workOf(it, {})).toBeLessThanOrEqual(it.usualWork);
  });
});

describe('what runs say', () => {
  it('is read from whatever was written of them, damaged or old', () => {
    for (const run of [{ ms: 300 }, { ms: 300, work: 4.25, cost: 12 }, { ms: 300, work: 4.25 }])
      expect(runFrom(textOf(run))).toEqual(run);
    expect(['', 'x', '-5 1 1', '1e12', 'NaN 1 1'].map(runFrom)).toEqual(Array(5).fill(undefined));
    expect(runFrom('300 x -1')).toEqual({ ms: 300 });
  });

  it('is a number for anything, and no outlier changes it much', () => {
    const any = fc.record({
      work: fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
      value: fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 60 }),
        fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
        (points, work) => {
          const fit = fitOf(points);
          if (fit) expect(Number.isFinite(fit.at(work))).toBe(true);
        },
      ),
      { numRuns: 300, seed: 4 },
    );
    const damaged = runs(100).map((run, at) => (at % 20 === 7 ? { ...run, ms: run.ms * 40 } : run));
    const [clean = 0, with40 = 0] = [runs(100), damaged].map(
      (all) => usual(learnedFrom(all).durationsOf(50), 1)?.lowMs,
    );
    expect(with40 / clean).toBeCloseTo(1, 1);
  });

  it('tells little work from much, with what each run takes alike', () => {
    const { durationsOf, atMost } = learnedFrom(runs(150));
    for (const work of [2, 20, 90]) {
      const wait = usual(durationsOf(work), undefined);
      expect((wait?.lowMs ?? 0) / (3000 + 500 * work)).toBeCloseTo(1.04, 0);
      expect((atMost(work) ?? 0) / (3000 + 500 * work)).toBeGreaterThan(1);
      expect((atMost(work) ?? 0) / (3000 + 500 * work)).toBeLessThan(1.25);
    }
    // Nobody has seen more: it is taken to grow in proportion.
    expect((atMost(1000) ?? 0) / (atMost(100) ?? 1)).toBeCloseTo(10, 0);
  });

  it('follows a provider that becomes slower within ten runs', () => {
    const before = learnedFrom(runs(150)).atMost(50) ?? 0;
    const after = learnedFrom([...runs(10, 1.5), ...runs(140)]).atMost(50) ?? 0;
    expect(after / before).toBeGreaterThan(1.35);
  });

  it('is nothing of work as long as runs have none, and then one list for all, as before', () => {
    const old = learnedFrom(Array.from({ length: 40 }, (_, at) => ({ ms: 1000 + at })));
    expect(old.durationsOf(5)).toEqual(old.durations);
    expect([old.scale(5), old.atMost(5)]).toEqual([1, undefined]);
  });
});

describe('the price', () => {
  const learned = (all: readonly Run[]): Prices => pricesWith([], () => learnedFrom(all));
  const priceFor = (prices: Prices, set: Record<string, unknown> = {}, times = 1) => {
    const { width, height } = esrgan.usualSource;
    const prepared = esrgan.prepare(set);
    if (!prepared.ok) throw new Error('no settings of it');
    const source = {
      medium: 'image',
      type: 'image/png',
      alpha: false,
      depth: 8,
      light: 'sdr',
      frames: 1,
    } as const;
    return pricingOf(esrgan, prepared.settings, prices, { ...source, width: width * times, height });
  };

  it('is the average until enough was seen, and of more work in proportion more, never less', () => {
    expect(priceFor([])).toEqual({ price: 500, by: 'average' });
    expect(priceFor([], { scale: 4 }, 3)).toEqual({ price: 1500, by: 'average' });
    expect(priceFor([], { scale: 4 }, 0.1).price).toBe(500);
    // Raised to where the few ended that were seen.
    const dear = Array.from({ length: 10 }, () => ({ ms: 1000, work: esrgan.usualWork, cost: 800 }));
    expect(priceFor(learned(dear), { scale: 4 })).toEqual({ price: 800, by: 'average' });
  });

  it('is what runs of that work cost at most once enough was seen', () => {
    const all = runs(200).map((run) => ({ ...run, cost: 10 * (run.work ?? 0) }));
    const { price, by } = priceFor(learned(all), { scale: 4 });
    expect(by).toBe('runs');
    expect(price / (10 * esrgan.usualWork)).toBeGreaterThanOrEqual(1);
    expect(price / (10 * esrgan.usualWork)).toBeLessThan(1.1);
    expect(boundOf(esrgan, 100, learnedFrom(all)).price).toBeGreaterThan(
      boundOf(esrgan, 10, learnedFrom(all)).price,
    );
  });

  it('is the owner’s in any case', () => {
    const own = pricesWith(pricesFrom('esrgan=3'), () => learnedFrom(runs(200)));
    expect(priceFor(own, { scale: 4 }, 50)).toEqual({ price: 3000, by: 'owner' });
  });
});

it('the wait and the mark of overdue grow with work that was never measured', () => {
  const times = 30;
  const average = publishedMs(flashvsr, flashvsr.usualWork * times, false) ?? 0;
  expect(average).toBeCloseTo((flashvsr.usualMs ?? 0) * times);
  expect(publishedMs(flashvsr, flashvsr.usualWork / 100, false)).toBe(flashvsr.usualMs);
  expect(overdueAfter(flashvsr, usual([], average))).toBe(2 * average);
  expect(overdueAfter(flashvsr, undefined)).toBe(flashvsr.deadlineMs);
});

it('a run of ten times the work is asked about at ten times the pauses', () => {
  const { interval } = createAsking();
  const list = Array.from({ length: 60 }, (_, at) => 20_000 + at * 100);
  const pause = interval(list, 21_000, false, { shortestMs: 0 });
  expect(interval(list, 210_000, false, { shortestMs: 0, scale: 10 }) / pause).toBeCloseTo(10, 5);
});

it('2,000 simulated runs: 95 of 100 cost no more than was said, which is not far above', () => {
  const it = simulate(flashvsr, { count: 800, seed: 3 });
  expect(it.within).toBeGreaterThanOrEqual(0.95);
  expect(it.over).toBeLessThanOrEqual(1.5);
  expect(it.withinFlat).toBeLessThan(0.6);
  expect(it.ended).toBeGreaterThanOrEqual(0.75);
  expect(it.questions).toBeGreaterThan(1);
});
