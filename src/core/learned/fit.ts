/**
 * How something grows with work, learned from runs of any work: value ≈ (constant + work) ^ slope, times a noise. Robust: an
 * outlier moves nothing. What the provider changes half-way is followed within about ten runs. Pure; in logarithms.
 */

export type Point = { work: number; value: number };

export type Fit = {
  /** The logarithm of what is to be expected of so much work; a run differs from it by one of `noise`. */
  at(work: number): number;
  /** In order: how far each run was off, those before a change of level moved to where it is now. */
  noise: readonly number[];
};

/** Shares of the runs' own work that the constant part is looked for among. */
const constants = [0, 0.03, 0.08, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85];
/** More than in proportion, as long clips may be, but not by much. */
const steepest = 1.2;
/** Differences of work below a tenth say nothing of the slope. */
const leastStep = 0.1;
const fewestSteps = 10;
/** A change of level is believed when it is so many times what chance makes of it, and more than a tenth. */
const beyondChance = 3;
const leastChange = 0.1;
/** A normal distribution's: the median difference of two, and the spread of a median, in standard deviations. */
const [medianDifference, medianSpread] = [0.954, 1.253];

/** @param points the newest first; values above 0 */
export function fitOf(points: readonly Point[]): Fit | undefined {
  const known = points.filter(({ work, value }) => work > 0 && value > 0);
  if (known.length === 0) return undefined;
  const sorted = known.map(({ work }) => work).sort(ascending);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  const values = known.map(({ value }) => Math.log(value));
  let best: Line | undefined;
  for (const share of constants) {
    const constant = share === 0 ? 0 : quantile(sorted, share);
    const line = lineFor(known, values, constant);
    // Its own straight line has to be beaten clearly.
    if (!best || line.spread < best.spread * 0.98) best = line;
    if (line.slope === 0) break;
  }
  if (!best) return undefined;
  const { constant, slope, rest, spread } = best;
  const inside = (work: number) => slope * Math.log(constant + work);
  return {
    // Above all that was seen it grows in proportion, which is the dear guess; below it nothing is cheaper than what was seen.
    at: (work) =>
      inside(Math.min(most, Math.max(least, work))) + Math.max(0, Math.log(Math.max(work, least) / most)),
    noise: levelled(rest, spread).sort(ascending),
  };
}

type Line = { constant: number; slope: number; rest: number[]; spread: number };

/** The slope between neighbours in time, which a change of level between them seldom parts. */
function lineFor(points: readonly Point[], values: readonly number[], constant: number): Line {
  const places = points.map(({ work }) => Math.log(constant + work));
  const steps: [slope: number, weight: number][] = [];
  for (const apart of [1, 2, 3])
    for (let index = 0; index + apart < places.length; index += 1) {
      const step = difference(places, index, index + apart);
      if (Math.abs(step) >= leastStep)
        steps.push([difference(values, index, index + apart) / step, Math.abs(step)]);
    }
  const slope = steps.length < fewestSteps ? 0 : Math.min(steepest, Math.max(0, weightedMedian(steps)));
  const rest = values.map((value, index) => value - slope * (places[index] ?? 0));
  const apart = rest.slice(1).map((_, index) => Math.abs(difference(rest, index, index + 1)));
  return { constant, slope, rest, spread: middle(apart) / medianDifference };
}

/** The same as if all had been at today's level: where the newest are clearly off the ones before them, those are moved. */
function levelled(rest: readonly number[], spread: number): number[] {
  for (let count = 6; count * 2 <= rest.length; count = Math.ceil(count * 1.4)) {
    const before = rest.slice(count, count * 4);
    const change = middle(rest.slice(0, count)) - middle(before);
    const chance = medianSpread * spread * Math.sqrt(1 / count + 1 / before.length);
    if (Math.abs(change) < leastChange || Math.abs(change) < beyondChance * chance) continue;
    const moved = middle(rest.slice(0, count)) - middle(rest.slice(count));
    return rest.map((value, index) => (index < count ? value : value + moved));
  }
  return [...rest];
}

/** Of what is in order. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

const ascending = (one: number, other: number) => one - other;
const middle = (values: readonly number[]): number => quantile(values.toSorted(ascending), 0.5);
const difference = (values: readonly number[], one: number, other: number): number =>
  (values[one] ?? 0) - (values[other] ?? 0);

function weightedMedian(items: [value: number, weight: number][]): number {
  items.sort(([one], [other]) => one - other);
  const half = items.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  let sum = 0;
  for (const [value, weight] of items) {
    sum += weight;
    if (sum >= half) return value;
  }
  return 0;
}
