/** What earlier runs of a model say of one of so much work: how long it takes and what it costs at most. Pure. */
import { type Fit, fitOf, quantile } from './fit.ts';
import type { Run } from './run.ts';

/** Fewer runs than this say too little; then the provider's published average is what we go by. */
export const enough = 30;

/** Above it are about four runs of a hundred, which leaves some for what changes until that is seen. */
const bound = 0.957;

export type Learned = {
  /** In order, in ms: what each run would have taken, had all been of one size. */
  durations: readonly number[];
  /** How many times as long one of this work takes as one of that size. */
  scale(work: number | undefined): number;
  /** What they would have taken, had all been of this work. */
  durationsOf(work: number | undefined): readonly number[];
  /** What is known of costs: how much work it was, and thousandths of a credit; the newest first. */
  costs: readonly Cost[];
  /** What hardly one costs more than, in thousandths of a credit; undefined until enough has been seen. */
  atMost(work: number): number | undefined;
};
export type Cost = { work: number; cost: number };

/** @param runs the newest first */
export function learnedFrom(runs: readonly Run[]): Learned {
  const sized = runs.flatMap(({ ms, work }) => (work === undefined ? [] : [{ work, value: ms }]));
  const costs = runs.flatMap(({ work, cost }) =>
    work === undefined || cost === undefined ? [] : [{ work, cost }],
  );
  const fit = sized.length < enough ? undefined : fitOf(sized);
  const middle = quantile(sized.map(({ work }) => work).sort(ascending), 0.5);
  const usual = fit?.at(middle) ?? 0;
  // Asked for by prices only.
  let costFit: Fit | undefined;
  const durations = fit
    ? fit.noise.map((each) => Math.exp(usual + each))
    : runs.map(({ ms }) => ms).sort(ascending);
  const scale = (work: number | undefined) =>
    fit && work !== undefined ? Math.exp(fit.at(work) - usual) : 1;
  return {
    durations,
    scale,
    durationsOf(work) {
      const times = scale(work);
      return times === 1 ? durations : durations.map((each) => each * times);
    },
    costs,
    atMost(work) {
      // What costs nothing has no logarithm.
      costFit ??= fitOf(costs.map(({ cost, ...it }) => ({ ...it, value: Math.max(0.5, cost) })));
      if (!costFit || costs.length < enough) return undefined;
      return Math.exp(costFit.at(work) + quantile(costFit.noise, bound));
    },
  };
}

const ascending = (one: number, other: number) => one - other;
