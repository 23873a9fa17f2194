/** Runs of a model whose times and costs grow with their work, and how well prices, waits and questions that are learned from them hold. */
import { boundOf } from '../src/core/credits/bound.ts';
import { learnedFrom } from '../src/core/learned/learned.ts';
import type { Run } from '../src/core/learned/run.ts';
import { createAsking, withJitter } from '../src/core/view/asking.ts';
import { usual } from '../src/core/view/progress.ts';
import type { Model } from '../src/models/model.ts';
import { seeded } from './poll-schedule.ts';

/**
 * What nobody is told: the share that every run takes alike, how steeply the rest grows, the spreads of the logarithms of
 * time and of cost, and how far the published average is off at usual work.
 */
export type Truth = { constant: number; power: number; time: number; cost: number; off: number };

export const truths: Readonly<Record<string, Truth>> = {
  esrgan: { constant: 0.4, power: 1, time: 0.25, cost: 0.18, off: 1.1 },
  'clarityai-flux-upscaler': { constant: 0.1, power: 1, time: 0.2, cost: 0.15, off: 0.8 },
  flashvsr: { constant: 0.15, power: 1.1, time: 0.25, cost: 0.18, off: 0.9 },
  'video-frame-interpolation': { constant: 0.2, power: 0.9, time: 0.3, cost: 0.2, off: 0.5 },
  svd: { constant: 0.3, power: 1, time: 0.2, cost: 0.15, off: 1 },
};

const drift = 1.5;
const kept = 200;
/** Of the published average where there is none. */
const averageMs = 60_000;
/** Runs between two looks at what was learned. */
const between = 5;

const shareOf = <T>(all: readonly T[], is: (it: T) => boolean): number => all.filter(is).length / all.length;
const medianOf = (all: readonly number[]): number =>
  all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? Number.NaN;

type Episode = { ms: number; list: readonly number[]; scale: number };

// What it has planned for a list it remembers.
const { interval } = createAsking();

/** Questions a run and mean lag, each pause being `times` as long as planned. */
function asked(episodes: readonly Episode[], times: number) {
  const random = seeded(3);
  let [questions, lag] = [0, 0];
  for (const { ms, list, scale } of episodes) {
    let now = 0;
    while (now < ms) {
      now += times * withJitter(interval(list, now, false, { scale }), random);
      questions += 1;
    }
    lag += now - ms;
  }
  return { questions: questions / episodes.length, lag: lag / episodes.length };
}

/** How many times the questions of `one` the other one asks at the lag of `one`. */
function timesAsked(one: readonly Episode[], other: readonly Episode[]): number {
  const goal = asked(one, 1);
  let [low, high] = [0.1, 10];
  for (let round = 0; round < 10; round += 1) {
    const middle = Math.sqrt(low * high);
    if (asked(other, middle).lag > goal.lag) high = middle;
    else low = middle;
  }
  return asked(other, low).questions / goal.questions;
}

export function simulate(model: Model, { count, seed }: { count: number; seed: number }) {
  const truth = truths[model.name];
  if (!truth) throw new Error(`nothing is assumed of ${model.name}`);
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const { usualWork, usualMs = averageMs, price: average } = model;
  const history: Run[] = [];
  let learned = learnedFrom([]);
  let all: readonly number[] = [];
  const seen: {
    cost: number;
    price: number;
    oracle: number;
    ms: number;
    now: Usual;
    before: Usual;
    at: number;
  }[] = [];
  const [ours, todays]: [Episode[], Episode[]] = [[], []];
  for (let at = 0; at < count; at += 1) {
    // Over three orders of magnitude.
    const work = usualWork * Math.exp((random() - 0.5) * Math.log(1000));
    const share = truth.constant + (1 - truth.constant) * (work / usualWork) ** truth.power;
    const level = truth.off * share * (at >= count / 2 ? drift : 1);
    const ms = usualMs * level * Math.exp(truth.time * normal());
    const cost = average * level * Math.exp(truth.cost * normal());
    const { price } = boundOf(model, work, learned);
    const oracle = average * level * Math.exp(1.645 * truth.cost);
    const [now, before] = [usual(learned.durationsOf(work), usualMs), usual(all, usualMs)];
    seen.push({ cost, price, oracle, ms, now, before, at });
    if (at >= kept && at % 8 === 0) {
      ours.push({ ms, list: learned.durations, scale: learned.scale(work) });
      todays.push({ ms, list: all, scale: 1 });
    }
    history.unshift({ ms, work, cost });
    history.length = Math.min(history.length, kept);
    if (at < 60 || at % between === 0) {
      learned = learnedFrom(history);
      all = history.map((run) => run.ms).toSorted((one, other) => one - other);
    }
  }
  const late = seen.slice(kept);
  const inside = (it: Usual, ms: number) => it !== undefined && ms <= it.highMs;
  return {
    within: shareOf(seen, ({ cost, price }) => cost <= price),
    withinFlat: shareOf(seen, ({ cost }) => cost <= average),
    over: medianOf(late.map(({ cost, price }) => price / cost)),
    overFlat: medianOf(late.map(({ cost }) => average / cost)),
    overBest: medianOf(late.map(({ cost, oracle }) => oracle / cost)),
    ended: shareOf(late, ({ ms, now }) => inside(now, ms)),
    between: shareOf(late, ({ ms, now }) => inside(now, ms) && ms >= (now?.lowMs ?? 0)),
    endedToday: shareOf(late, ({ ms, before }) => inside(before, ms)),
    width: medianOf(late.map(({ now }) => (now?.highMs ?? 0) / (now?.lowMs ?? 1))),
    widthToday: medianOf(late.map(({ before }) => (before?.highMs ?? 0) / (before?.lowMs ?? 1))),
    questions: timesAsked(ours, todays),
  };
}
type Usual = ReturnType<typeof usual>;
