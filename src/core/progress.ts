/**
 * What earlier runs of a model say about this one: how long it usually takes, how far it may be, and when it is
 * worth asking the provider again. All pure; durations in ms.
 */

/** Fewer runs than this say too little; then the provider's published average is all we have. */
const enough = 30;
const shortestMs = 500;
const longestMs = 10_000;
const fixedMs = 2000;

export type Usual = { lowMs: number; highMs: number; measured: boolean };

/** Median to 90th percentile of measured runs, else the published average; undefined where there is neither. */
export function usual(durations: readonly number[], publishedMs: number | undefined): Usual | undefined {
  if (durations.length >= enough) {
    const sorted = [...durations].sort((a, b) => a - b);
    return { lowMs: quantile(sorted, 0.5), highMs: quantile(sorted, 0.9), measured: true };
  }
  return publishedMs === undefined ? undefined : { lowMs: publishedMs, highMs: publishedMs, measured: false };
}

/**
 * How far a run may be after `elapsedMs`, from 0 to 0.95. It is elapsed over elapsed plus the mean time that runs
 * which got this far still needed, so it never reaches the end by itself and never claims what nobody measured:
 * undefined without measured or published times, and when a run outlasts every earlier one.
 */
export function fraction(
  durations: readonly number[],
  publishedMs: number | undefined,
  elapsedMs: number,
): number | undefined {
  if (durations.length < enough) {
    if (publishedMs === undefined) return undefined;
    return Math.min(0.95, 1 - Math.exp((-1.2 * elapsedMs) / publishedMs));
  }
  const left = durations.filter((duration) => duration > elapsedMs).map((duration) => duration - elapsedMs);
  if (left.length === 0) return undefined;
  const mean = left.reduce((sum, each) => sum + each, 0) / left.length;
  return Math.min(0.95, elapsedMs / (elapsedMs + mean));
}

/**
 * ms until the provider is asked again, without jitter. The least mean lag for a given number of questions is had
 * by asking every sqrt(2c / hazard): often where the end is likely, given that it has not come yet.
 */
export function interval(durations: readonly number[], elapsedMs: number, overdue: boolean): number {
  if (overdue) return longestMs;
  if (durations.length < enough) return fixedMs;
  const sorted = [...durations].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  // c such that a memoryless model is asked every 4 % of its median: a mean lag of about 2 %.
  const cost = 0.0008 * median;
  const rate = hazard(sorted, Math.max(elapsedMs, 1));
  if (rate === 0) {
    // Nothing has ever ended this early: sleep until shortly before the first that did, or it has outlasted all.
    const first = sorted[0] ?? 0;
    return clamp(elapsedMs < first ? (first - elapsedMs) * 0.9 : longestMs);
  }
  return clamp(Math.sqrt((2 * cost) / rate));
}

/** Up to 10 % either way, so that jobs begun together are not asked about together. */
export const withJitter = (ms: number): number => ms * (0.9 + Math.random() * 0.2);

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

const clamp = (ms: number) => Math.min(longestMs, Math.max(shortestMs, ms));
