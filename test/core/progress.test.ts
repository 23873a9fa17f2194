import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewest, fixed, learned, seeded, workloads } from '../../bench/poll-schedule.ts';
import { createAsking, withJitter } from '../../src/core/view/asking.ts';
import { fraction, usual } from '../../src/core/view/progress.ts';

const minute = 60_000;
const { interval } = createAsking();
/** 1 s, 2 s, … as long as asked. */
const steps = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) * 1000);

/** Durations as the store may hold them, damaged ones among them; and times from clocks that disagree. */
const oddNumber = fc.oneof(
  fc.integer({ min: 1, max: 60 * minute }),
  fc.double(),
  fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE, Number.MIN_VALUE),
);
const history = fc.oneof(
  fc.array(oddNumber, { maxLength: 220 }),
  fc.array(oddNumber, { minLength: 60, maxLength: 220 }),
);
const published = fc.option(fc.integer({ min: 1, max: 10 * minute }), { nil: undefined });

describe('when to ask again', () => {
  it('is always from a twentieth of a second to half a minute', () => {
    fc.assert(
      fc.property(history, oddNumber, fc.boolean(), (durations, elapsed, overdue) => {
        const pause = interval(durations, elapsed, overdue);
        expect(pause).toBeGreaterThanOrEqual(50);
        expect(pause).toBeLessThanOrEqual(30_000);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('is soon at first and then every 2 s until there are 30 durations', () => {
    const expected = [
      { elapsed: 0, pause: 200 },
      { elapsed: 1000, pause: 500 },
      { elapsed: minute, pause: 2000 },
    ];
    for (const { elapsed, pause } of expected) {
      expect(interval([], elapsed, false)).toBe(pause);
      expect(interval(steps(29), elapsed, false)).toBe(pause);
    }
    expect(interval(steps(30), 60_000, false)).not.toBe(2000);
    // What is damaged does not count.
    expect(interval([...steps(29), Number.NaN, -5, 0, 1e12], minute, false)).toBe(2000);
  });

  it('is every 10 s for an overdue job, and for one that outlasts all the others', () => {
    expect(interval([], 0, true)).toBe(10_000);
    expect(interval(steps(60), 5000, true)).toBe(10_000);
    expect(interval(steps(60), 10 * minute, false)).toBe(10_000);
  });

  it('is when the first could have ended, where none is likely yet, but no more than half a minute', () => {
    const durations = Array.from({ length: 50 }, (_, index) => 9000 + index * 10);
    const isAbout = (pause: number, ms: number) => {
      expect(pause).toBeGreaterThan(ms);
      expect(pause).toBeLessThan(ms + 600);
    };
    isAbout(interval(durations, 0, false), 8950);
    const two = [...durations, ...durations.map((each) => each + 30_000)];
    isAbout(interval(two, 25_000, false), 13_750);
    isAbout(interval(two, 31_000, false), 7750);
    expect(
      interval(
        [...two].map((each) => each * 10),
        200_000,
        false,
      ),
    ).toBe(minute / 2);
  });

  it('is more often where ends are likely than where they are not', () => {
    const random = seeded(7);
    const durations = Array.from({ length: 200 }, () => 75_000 + (random() - 0.5) * 30_000);
    expect(interval(durations, 75_000, false)).toBeLessThan(interval(durations, 30_000, false) / 3);
  });

  it('varies by at most a tenth, so that jobs begun together drift apart', () => {
    const pauses = Array.from({ length: 1000 }, () => withJitter(1000));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(900);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1100);
    expect(Math.max(...pauses) - Math.min(...pauses)).toBeGreaterThan(150);
  });
});

describe('how far a run is', () => {
  it('is from 0 to 0.95, or unknown, whatever it is given', () => {
    fc.assert(
      fc.property(history, published, oddNumber, (durations, average, elapsed) => {
        const far = fraction(durations, average, elapsed);
        if (far === undefined) return;
        expect(far).toBeGreaterThanOrEqual(0);
        expect(far).toBeLessThanOrEqual(0.95);
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  it('never goes back as time passes', () => {
    const times = fc.array(fc.integer({ min: -1000, max: 60 * minute }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(history, published, times, (durations, average, moments) => {
        // Including the moments at which others ended, where the estimate changes.
        const all = [...moments, ...durations.flatMap((each) => [each - 1, each, each + 1])]
          .filter(Number.isFinite)
          .sort((a, b) => a - b);
        let furthest = 0;
        for (const moment of all) {
          const far = fraction(durations, average, moment);
          if (far === undefined) continue;
          expect(far).toBeGreaterThanOrEqual(furthest);
          furthest = far;
        }
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('waits, where most runs are short and some long, until the long estimate has caught up', () => {
    const durations = [
      ...Array.from({ length: 70 }, () => 25_000),
      ...Array.from({ length: 30 }, () => 90_000),
    ];
    const at = (seconds: number) => fraction(durations, undefined, seconds * 1000) ?? Number.NaN;
    // The mean of all is 44.5 s, of the long ones 90 s.
    expect(at(10)).toBeCloseTo(10 / 44.5, 5);
    expect(at(24)).toBeCloseTo(24 / 44.5, 5);
    expect(at(26)).toBeCloseTo(25 / 44.5, 5);
    expect(at(50)).toBeCloseTo(25 / 44.5, 5);
    expect(at(80)).toBeCloseTo(80 / 90, 5);
  });

  it('is unknown without measured or published times, and when a run outlasts every earlier one', () => {
    expect(fraction([], undefined, 5000)).toBeUndefined();
    expect(fraction(steps(29), undefined, 5000)).toBeUndefined();
    expect(fraction(steps(30), undefined, 5000)).toBeGreaterThan(0);
    expect(fraction(steps(30), undefined, 30_000)).toBeUndefined();
  });

  it('begins at nothing, also when the clock of the process that began it is ahead', () => {
    for (const durations of [[], steps(40)])
      for (const elapsed of [0, -3000, Number.NaN]) expect(fraction(durations, 9000, elapsed)).toBe(0);
  });
});

describe('how long it usually takes', () => {
  it('is the published average until 30 runs were measured, then median to 90th percentile', () => {
    expect(usual([], undefined)).toBeUndefined();
    expect(usual(steps(29), undefined)).toBeUndefined();
    expect(usual(steps(29), 7000)).toEqual({ lowMs: 7000, highMs: 7000, measured: false });
    expect(usual(steps(100).reverse(), 7000)).toEqual({ lowMs: 51_000, highMs: 91_000, measured: true });
  });

  it('leaves out what cannot be a duration', () => {
    expect(usual([...steps(100), Number.NaN, -1, Number.POSITIVE_INFINITY], undefined)).toEqual(
      usual(steps(100), undefined),
    );
  });
});

describe('questions per job at equal mean lag', () => {
  /** How many times more one fixed pause asks, and the fewest possible by the learned schedule. */
  function ratios(name: string, seed: number) {
    const draw = workloads[name];
    if (!draw) throw new Error(`no workload ${name}`);
    const random = seeded(seed);
    const draws = (count: number) => Array.from({ length: count }, () => draw(random));
    const history = draws(200);
    const durations = draws(400);
    const ours = learned(durations, history, random);
    const steady = fixed(durations, ours.lag, random);
    expect(steady.lag / ours.lag).toBeCloseTo(1, 1);
    const least = fewest(durations, ours.lag);
    return { gain: steady.questions / ours.questions, overBound: ours.questions / least.questions };
  }

  it.each([
    ['image, 12 s, spread 0.35', 1.2],
    ['video, 75 s, spread 0.35', 1.2],
    ['nearly fixed, 60 s, spread 0.08', 2],
    // The 10 s between two questions, kept for models that change their pace, leave little to gain here.
    ['video, 240 s, spread 0.5', 0.9],
  ])('%s: a fixed pause asks at least %f times as often', (name, atLeast) => {
    const { gain, overBound } = ratios(name, 11);
    expect(gain).toBeGreaterThan(atLeast);
    // The bound knows the future in bulk: nothing may beat it, or the measurement is wrong.
    expect(overBound).toBeGreaterThan(0.99);
  });

  it('there is nothing to learn from jobs that end at any moment alike, and little is lost', () => {
    expect(ratios('exponential, 60 s', 11).gain).toBeGreaterThan(0.8);
    expect(ratios('exponential, 60 s', 11).gain).toBeLessThan(1.2);
  });
});
