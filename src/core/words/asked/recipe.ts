/** A recipe: its price, its card, and what its result is called. */
import { about, duration } from '../amounts.ts';
import { some } from '../names.ts';
import { balance } from '../quote.ts';

type Wait = { lowMs: number; highMs: number } | undefined;

const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `about 25 s`, `25 s to 40 s`, or nothing where nobody knows. */
const waits = (wait: Wait): string[] => {
  if (!wait) return [];
  const [low, high] = [about(wait.lowMs), about(wait.highMs)];
  return [low === high ? `about ${low}` : `${low} to ${high}`];
};

export const recipeWords = {
  /** `Smoother video 60 fps, then larger video ×2` */
  title: (steps: readonly string[]) =>
    steps.map((step, index) => (index === 0 ? step : small(step))).join(', then '),
  /** `Larger video ×2 after smoother video 60 fps` */
  after: (steps: readonly string[]) =>
    steps
      .toReversed()
      .map((step, index) => (index === 0 ? step : small(step)))
      .join(' after '),
  /** @param available thousandths of a credit; null is without limit. @param done so many steps are */
  price: (it: { count: number; done: number; sum: number; available: number | null }) =>
    `${it.done > 0 ? `The ${it.count - it.done} steps that are left` : `All ${it.count} steps`} cost at most ${some(it.sum)}; ${balance(it.available)}.`,
  /** `1. Smoother video 60 fps: 10 credits, about 25 s` */
  step: (position: number, title: string, price: number, wait: Wait) =>
    `${position + 1}. ${title}: ${[some(price), ...waits(wait)].join(', ')}`,
  done: (position: number, title: string) => `${position + 1}. ${title}: done, and paid for already`,
  whole: (wait: Wait) => `Together they usually take ${waits(wait).join('')}.`,
  /** @param from of its steps. */
  run: (count: number, done: number, price: number) =>
    done === 0 ? `Run ${count} steps for ${some(price)}` : recipeWords.resume(done + 1, price),
  resume: (step: number, price: number) => `Resume from step ${step} for ${some(price)}`,
  /** `Swap: upscale-video then smooth, 62 credits` */
  swap: (commands: readonly string[], price: number) => `Swap: ${commands.join(' then ')}, ${some(price)}`,
  swapped: (price: number, saved: number) =>
    `In another order it comes to the same for ${some(price)}, ${some(saved)} less.`,
  sooner: (wait: NonNullable<Wait>) => `In another order it comes to the same in ${waits(wait).join('')}.`,
  /** Of one that is done. */
  took: (ms: number) => duration(ms),
  waits: 'waits for the step before it',
  earlier: 'done before, and kept',
  /** `2 of 3 steps done` */
  tally: (done: number, count: number) => `${done} of ${count} steps done`,
  left: (ms: number) => `about ${about(ms)} left`,
  stopped: (step: number) => `It stopped at step ${step}`,
  kept: 'What is done is kept',
  /** `10 credits so far, at most 127.62 credits` */
  spent: (charged: number, most: number) =>
    charged === 0 ? `at most ${some(most)}` : `${some(charged)} so far, at most ${some(most)}`,
} as const;
