/** What earlier runs of a model say about this one: how long it usually takes, how far it may be. All pure; durations in ms. */

import type { Model } from '../../models/model.ts';
import { timesUsual } from '../../models/work.ts';
import { enough } from '../learned/learned.ts';
import { canLast as canBe } from '../learned/run.ts';

export type Usual = { lowMs: number; highMs: number; measured: boolean };

/** Median to 90th percentile of measured runs, else the published average; undefined where there is neither. */
export function usual(durations: readonly number[], publishedMs: number | undefined): Usual | undefined {
  const sorted = measured(durations);
  if (sorted) {
    return { lowMs: quantile(sorted, 0.5), highMs: quantile(sorted, 0.9), measured: true };
  }
  return publishedMs === undefined ? undefined : { lowMs: publishedMs, highMs: publishedMs, measured: false };
}

/** The provider's published average for so much work; the lab's times are its own. */
export const publishedMs = (model: Model | undefined, work: number | undefined, lab: boolean) =>
  lab || model?.usualMs === undefined ? undefined : model.usualMs * timesUsual(model, work);

/** From submit until a run is called overdue: much work may take longer than the model's own deadline. */
export const overdueAfter = ({ deadlineMs }: Pick<Model, 'deadlineMs'>, wait: Usual | undefined): number =>
  Math.max(deadlineMs, 2 * (wait?.highMs ?? 0));

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

/** In order; undefined when they are too few. What cannot be a duration is left out, whoever wrote it. */
export function measured(durations: readonly number[]): readonly number[] | undefined {
  const sorted = durations.every(isInPlace)
    ? durations
    : durations.filter(canBe).sort((one, other) => one - other);
  return sorted.length < enough ? undefined : sorted;
}

/** The store's list is in order already, and every card and question is given it. */
const isInPlace = (duration: number, index: number, all: readonly number[]) =>
  canBe(duration) && (all[index - 1] ?? 0) <= duration;

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
