/** When it is worth asking the provider again, by what earlier runs of a model took. Times in ms. */
import { measured, quantile } from './progress.ts';

/** Between two questions. Where nothing is known, the first comes soon, and each next one after half of the run's age. */
const unknown = { firstMs: 200, mostMs: 2000 };
const usualShortestMs = 500;
const leastMs = 50;
const longestMs = 30_000;
/** As long as a run has not begun: its card is to say so when it does. */
export const unbegunMs = 10_000;
/** Of a run that outlasts what is usual. */
const overdueMs = 10_000;
/** A pause varies by a tenth of itself, and by no more than this: beside a plan it only keeps runs apart. */
const mostJitterMs = 500;

/** Where durations differ a thousandfold. */
const mostPoints = 3000;

type Plan = { times: Float64Array; next: Int32Array };

export type Asking = {
  /**
   * ms until the provider is asked again, without jitter.
   * @param durations of runs of one size; `scale`: how many times as long as they this one takes
   * @param how.shortestMs never sooner, or than a tenth of what is usual where that is less
   */
  interval(
    durations: readonly number[],
    elapsedMs: number,
    overdue: boolean,
    how?: { shortestMs?: number; scale?: number },
  ): number;
};

/** Remembers what it planned for a list of durations. */
export function createAsking(): Asking {
  // A model's list is the same until a run has ended, see `createRuns`.
  const plans = new WeakMap<readonly number[], Plan>();
  return {
    interval(durations, elapsedMs, overdue, { shortestMs = usualShortestMs, scale = 1 } = {}) {
      if (overdue) return overdueMs;
      const elapsed = Math.max(0, elapsedMs || 0);
      const sorted = measured(durations);
      if (!sorted) return clamp(elapsed / 2, Math.min(unknown.firstMs, shortestMs), unknown.mostMs);
      const median = quantile(sorted, 0.5);
      const least = Math.min(shortestMs, Math.max(leastMs, (median * scale) / 10));
      // A plan for one size is one for all: only its times are longer.
      const plan = plans.get(durations) ?? planFor(sorted, median);
      plans.set(durations, plan);
      const { times, next } = plan;
      const here = pointBefore(times, elapsed / scale);
      const planned = (at(times, next[here] ?? here) - at(times, here)) * scale;
      // A run that outlasts all that were planned for is asked about by its age.
      return here === times.length - 1
        ? clamp(elapsed / 4, least, overdueMs)
        : clamp(planned, least, longestMs);
    },
  };
}

/** Up to 10 % either way, so that jobs begun together are not asked about together. */
export const withJitter = (ms: number, random: () => number = Math.random): number =>
  ms + Math.min(ms / 10, mostJitterMs) * (2 * random() - 1);

/**
 * When to ask so that questions and lateness together cost the least, for runs that end as those before did: a dynamic
 * program from the last point of time to the first. A question costs as much as a lateness of 0.08 % of the median run, so
 * that one whose end says nothing of itself is asked about every 4 % of it.
 */
function planFor(sorted: readonly number[], median: number): Plan {
  const price = 0.0008 * median;
  const times = timesFor(sorted, median);
  const points = times.length - 1;
  const ended = endedBy(sorted, times);
  // The area below `ended`, by which lateness is told.
  const area = new Float64Array(points + 1);
  for (let index = 1; index <= points; index += 1)
    area[index] = at(area, index - 1) + ((at(ended, index) + at(ended, index - 1)) / 2) * step(times, index);
  const cost = new Float64Array(points + 1);
  const next = new Int32Array(points + 1).fill(points);
  // Beyond the last point each question is worth a quarter of the run's age.
  cost[points] = (1 - at(ended, points)) * (price + at(times, points) / 8);
  for (let from = points - 1; from >= 0; from -= 1) {
    const question = price * (1 - at(ended, from));
    let least = Number.POSITIVE_INFINITY;
    for (let to = from + 1; to <= points; to += 1) {
      const late = at(area, to) - at(area, from) - at(ended, from) * (at(times, to) - at(times, from));
      if (question + late > least) break;
      const whole = question + late + at(cost, to);
      if (whole >= least) continue;
      least = whole;
      next[from] = to;
    }
    cost[from] = least;
  }
  return { times, next };
}

/** From 0 to beyond the longest run, a few in each pause that there may be. */
function timesFor(sorted: readonly number[], median: number): Float64Array {
  const times = [0];
  const longest = (sorted.at(-1) ?? 1) * 1.2;
  for (let time = Math.max((sorted[0] ?? 1) / 2, median / 400); times.length < mostPoints; ) {
    times.push(time);
    if (time > longest) break;
    time += Math.max(Math.min(time / 50, median / 100), time / 250);
  }
  return Float64Array.from(times);
}

/**
 * The share of runs that have ended by each time. Two hundred runs say little of the next one's exact end: each stands for
 * those around it, as far as its neighbours are away.
 */
function endedBy(sorted: readonly number[], times: Float64Array): Float64Array {
  const logs = sorted.map((duration) => Math.log(duration));
  const away = Math.ceil(Math.sqrt(sorted.length));
  const widths = logs.map((log, index) => {
    // Before it, around it, or after it: where runs come in two kinds, those of the other are no neighbours.
    const spans = [away, Math.floor(away / 2), 0].map((before) => {
      const from = Math.max(0, Math.min(index - before, logs.length - 1 - away));
      return (logs[from + away] ?? log) - (logs[from] ?? log);
    });
    return Math.max(0.005, Math.min(...spans) / 1.5);
  });
  return times.map((time) => {
    if (time === 0) return 0;
    const log = Math.log(time);
    let share = 0;
    for (const [index, each] of logs.entries())
      share += 1 / (1 + Math.exp((-1.7 * (log - each)) / (widths[index] ?? 1)));
    return share / logs.length;
  });
}

/** The last point that is not after this time. */
function pointBefore(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (at(times, middle) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

const at = (list: Float64Array, index: number): number => list[index] ?? 0;
const step = (times: Float64Array, index: number): number => at(times, index) - at(times, index - 1);
const clamp = (ms: number, least: number, most: number) => Math.min(most, Math.max(least, ms));
