/** When a schedule asks, against when jobs end: questions per job and how late the end is seen. In seconds. */
import { createAsking, withJitter } from '../src/core/view/asking.ts';

/** Mulberry32: the same numbers from 0 to 1 in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

/** By its median. `spread` is the standard deviation of the logarithm. */
const lognormal =
  (median: number, spread: number) =>
  (random: Random): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return median * Math.exp(spread * normal);
  };

const exponential =
  (mean: number) =>
  (random: Random): number =>
    -mean * Math.log(1 - random());

const either =
  (share: number, one: (random: Random) => number, other: (random: Random) => number) => (random: Random) =>
    random() < share ? one(random) : other(random);

/** How long jobs take, by kind of model. */
export const workloads: Readonly<Record<string, (random: Random) => number>> = {
  'image, 12 s, spread 0.35': lognormal(12, 0.35),
  'video, 75 s, spread 0.35': lognormal(75, 0.35),
  'video, 240 s, spread 0.5': lognormal(240, 0.5),
  'cold start: 70 % 25 s, 30 % 90 s': either(0.7, lognormal(25, 0.15), lognormal(90, 0.15)),
  'heavy tail, 60 s, spread 1': lognormal(60, 1),
  'exponential, 60 s': exponential(60),
  'nearly fixed, 60 s, spread 0.08': lognormal(60, 0.08),
};

/** Means over all jobs; `lag`: from a job's end to the question that sees it. */
export type Outcome = { questions: number; lag: number };

/** Asks about each job until it has ended; `pause` says how long to wait after so many seconds. */
function ask(durations: readonly number[], pause: (elapsed: number) => number): Outcome {
  let questions = 0;
  let lag = 0;
  for (const duration of durations) {
    let now = 0;
    while (now < duration) {
      now += pause(now);
      questions += 1;
    }
    lag += now - duration;
  }
  return { questions: questions / durations.length, lag: lag / durations.length };
}

/** As the engine does, with what `history` taught it. */
export function learned(durations: readonly number[], history: readonly number[], random: Random): Outcome {
  const { interval } = createAsking();
  const taught = history.map((seconds) => seconds * 1000);
  return ask(durations, (elapsed) => withJitter(interval(taught, elapsed * 1000, false), random) / 1000);
}

/** One fixed pause, chosen so that the mean lag is `lag`, to about a hundredth. */
export function fixed(durations: readonly number[], lag: number, random: Random): Outcome {
  let pause = 2 * lag;
  let closest: Outcome = { questions: 0, lag: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 12; round += 1) {
    const outcome = ask(durations, () => pause * (0.9 + random() * 0.2));
    if (Math.abs(outcome.lag - lag) < Math.abs(closest.lag - lag)) closest = outcome;
    // Half the way: the mean lag of a pause is not quite proportional to it.
    pause *= Math.sqrt(lag / outcome.lag);
  }
  return closest;
}

/**
 * The fewest questions with which anybody who knew `durations` beforehand, but not which is whose, could see them end
 * with a mean lag of `lag`: a dynamic program over the times of asking, its price of a question found by halving.
 */
export function fewest(durations: readonly number[], lag: number): Outcome {
  const steps = 400;
  const sorted = [...durations].sort((a, b) => a - b);
  const longest = sorted.at(-1) ?? 0;
  const times = Array.from({ length: steps + 1 }, (_, step) => (longest * step) / steps);
  // Up to each time: how many ended, and the sum of when.
  const ended = times.map((time) => sorted.filter((each) => each <= time).length);
  const when = times.map((time) => sorted.reduce((sum, each) => (each <= time ? sum + each : sum), 0));
  const at = (list: readonly number[], index: number) => list[index] ?? 0;

  function plan(price: number): Outcome {
    const cost = Array.from({ length: steps + 1 }, () => 0);
    const next = Array.from({ length: steps + 1 }, () => steps);
    const lags = (from: number, to: number) =>
      at(times, to) * (at(ended, to) - at(ended, from)) - (at(when, to) - at(when, from));
    for (let from = steps - 1; from >= 0; from -= 1) {
      let least = Number.POSITIVE_INFINITY;
      for (let to = from + 1; to <= steps; to += 1) {
        const whole = price * (sorted.length - at(ended, from)) + lags(from, to) + at(cost, to);
        if (whole < least) {
          least = whole;
          next[from] = to;
        }
      }
      cost[from] = least;
    }
    let questions = 0;
    let late = 0;
    for (let from = 0; from < steps; from = at(next, from)) {
      questions += sorted.length - at(ended, from);
      late += lags(from, at(next, from));
    }
    return { questions: questions / sorted.length, lag: late / sorted.length };
  }

  let [low, high] = [0, longest];
  for (let round = 0; round < 18; round += 1) {
    const middle = (low + high) / 2;
    if (plan(middle).lag > lag) high = middle;
    else low = middle;
  }
  return plan(low);
}
