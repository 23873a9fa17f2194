/**
 * What earlier runs of a model say about this one: how long it usually takes, how far it may be, and when it is
 * worth asking the provider again. All pure; durations in ms.
 */

/** Fewer runs than this say too little; then the provider's published average is all we have. */
const enough = 30;
const usualShortestMs = 500;
const longestMs = 10_000;
const fixedMs = 2000;

/** A day: no run lasts longer, the provider forgets it after an hour. */
const absurdMs = 86_400_000;

export type Usual = { lowMs: number; highMs: number; measured: boolean };

/** Median to 90th percentile of measured runs, else the published average; undefined where there is neither. */
export function usual(durations: readonly number[], publishedMs: number | undefined): Usual | undefined {
  const sorted = measured(durations);
  if (sorted) {
    return { lowMs: quantile(sorted, 0.5), highMs: quantile(sorted, 0.9), measured: true };
  }
  return publishedMs === undefined ? undefined : { lowMs: publishedMs, highMs: publishedMs, measured: false };
}

/**
 * How far a run may be after `elapsedMs`, from 0 to 0.95. It is elapsed over elapsed plus the mean time that runs
 * which got this far still needed, so it never reaches the end by itself and never claims what nobody measured:
 * undefined without measured or published times, and when a run outlasts every earlier one.
 * Of one list of durations it never goes down as time passes: where most runs are short and some long, a run that
 * turns out to be long waits at the most that was said of it until that has become true.
 */
export function fraction(
  durations: readonly number[],
  publishedMs: number | undefined,
  elapsedMs: number,
): number | undefined {
  // Another process, whose clock is ahead, may have begun it.
  const elapsed = Math.max(0, elapsedMs || 0);
  const sorted = measured(durations);
  if (!sorted) {
    if (publishedMs === undefined) return undefined;
    return Math.min(0.95, 1 - Math.exp((-1.2 * elapsed) / publishedMs));
  }
  let furthest = 0;
  let left = sorted.reduce((sum, each) => sum + each, 0);
  for (const [index, duration] of sorted.entries()) {
    // Between two ends the estimate is elapsed ÷ the mean of all runs that were still going, so it only grows.
    const mean = left / (sorted.length - index);
    furthest = Math.max(furthest, Math.min(elapsed, duration) / mean);
    if (duration > elapsed) return Math.min(0.95, furthest);
    left -= duration;
  }
  return undefined;
}

/**
 * ms until the provider is asked again, without jitter. The least mean lag for a given number of questions is had
 * by asking every sqrt(2c / hazard): often where the end is likely, given that it has not come yet.
 * @param shortestMs never sooner
 */
export function interval(
  durations: readonly number[],
  elapsedMs: number,
  overdue: boolean,
  shortestMs = usualShortestMs,
): number {
  if (overdue) return longestMs;
  const sorted = measured(durations);
  if (!sorted) return fixedMs;
  const median = quantile(sorted, 0.5);
  // c such that a memoryless model is asked every 4 % of its median: a mean lag of about 2 %.
  const cost = 0.0008 * median;
  const elapsed = Math.max(elapsedMs, 1);
  const rate = hazard(sorted, elapsed);
  if (rate > 0) return clamp(Math.sqrt((2 * cost) / rate), shortestMs);
  // None ended about now: sleep until shortly before the next that did, if there is one.
  const next = sorted.find((duration) => duration > elapsed);
  return next === undefined ? longestMs : clamp((next - elapsed) * 0.9, shortestMs);
}

/** Up to 10 % either way, so that jobs begun together are not asked about together. */
export const withJitter = (ms: number): number => ms * (0.9 + Math.random() * 0.2);

/** In order; undefined when they are too few. What cannot be a duration is left out, whoever wrote it. */
function measured(durations: readonly number[]): readonly number[] | undefined {
  const sorted = durations.every(isInPlace)
    ? durations
    : durations.filter(canBe).sort((one, other) => one - other);
  return sorted.length < enough ? undefined : sorted;
}

const canBe = (duration: number) => duration >= 1 && duration <= absurdMs;

/** The store's list is in order already, and every card and question is given it. */
const isInPlace = (duration: number, index: number, all: readonly number[]) =>
  canBe(duration) && (all[index - 1] ?? 0) <= duration;

/** Ends per ms among the runs still going at `t`, in a window of ±20 % of `t`. */
function hazard(sorted: readonly number[], t: number): number {
  const from = t / 1.2;
  const to = t * 1.2;
  const going = sorted.filter((duration) => duration >= from).length;
  const ending = sorted.filter((duration) => duration >= from && duration < to).length;
  return going === 0 ? 0 : ending / going / (to - from);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const clamp = (ms: number, shortestMs: number) => Math.min(longestMs, Math.max(shortestMs, ms));
