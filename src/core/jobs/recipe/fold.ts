/** What each step gives is handed on to the next one, as far as it can be known: prices, times, losses and refusals of a recipe. */
import type { Model } from '../../../models/model.ts';
import { workOf } from '../../credits/prices.ts';
import { fewestSteps, mostSteps, type Step } from '../../domain/asked/recipe.ts';
import type { Command } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { losses } from '../../media/compare/losses.ts';
import { checkSource } from '../../media/probe/probe.ts';
import { publishedMs, type Usual, usual } from '../../view/progress.ts';
import { lossText } from '../../words/losses.ts';
import { type Context, runName } from '../context.ts';
import { type Judged, judge, withSource } from '../request/judge.ts';
import { isAboutPrice } from '../request/refusals.ts';
import { expectedRecord } from './expected.ts';
import { sumOf } from './weigh.ts';

export type FoldedStep = { judged: Judged; work: number; wait: Usual | undefined };

export type Folded = {
  steps: readonly FoldedStep[];
  /** What comes of the last one. */
  result: MediaRecord;
  /** Thousandths of a credit. */
  price: number;
  /** Of all together; undefined where nobody knows it of one of them. */
  wait: Usual | undefined;
  /** Sentences. */
  losses: readonly string[];
};

/** Of whoever asks, whatever they ask for. */
const ofPerson: readonly string[] = ['blocked', 'too-often', 'withdrawn'];

/** What is refused of one step is said of that one. @param index from 0 */
function refusedIn(error: unknown, index: number, model: Pick<Model, 'title'> | undefined, given: string) {
  if (!(error instanceof Failure) || ofPerson.includes(error.code) || isAboutPrice(error)) return error;
  const facts = { step: index + 1, title: model?.title ?? given, why: error.message };
  return new Failure('step-refused', facts, { cause: error });
}

/** Everything that can be said without the file. @param done steps that come before these. @throws Failure */
export async function judgeSteps(
  context: Context,
  command: Omit<Command, 'source' | 'key' | 'address' | 'model' | 'settings'>,
  steps: readonly Step[],
  done = 0,
): Promise<Judged[]> {
  const count = steps.length + done;
  if (count < fewestSteps || count > mostSteps)
    throw new Failure('steps-wrong', { count, fewest: fewestSteps, most: mostSteps });
  const all: Judged[] = [];
  for (const [index, { model, settings }] of steps.entries()) {
    const judged = await judge(context, { ...command, model, settings }).catch((error: unknown) => {
      throw refusedIn(error, index + done, undefined, model);
    });
    const before = all.at(-1)?.model;
    if (before && before.gives !== judged.model.takes) {
      const { title, takes } = judged.model;
      throw new Failure('step-mismatch', { step: index + done + 1, title, takes, gives: before.gives });
    }
    all.push(judged);
  }
  return all;
}

/** @throws Failure of the first step that could not be made of what the one before gives */
export async function fold(
  context: Context,
  all: readonly Judged[],
  source: MediaRecord,
  done = 0,
): Promise<Folded> {
  const steps: FoldedStep[] = [];
  const lost: string[] = [];
  let found = source;
  for (const [index, before] of all.entries()) {
    try {
      checkSource(found, before.model.media);
      const judged = withSource(context, before, found);
      const { model, settings } = judged;
      lost.push(...losses(found, model, settings).map(lossText));
      const work = workOf(model, settings, found);
      steps.push({ judged, work, wait: await waitOf(context, model, work) });
      found = expectedRecord(model, settings, found);
    } catch (error) {
      throw refusedIn(error, index + done, before.model, before.model.title);
    }
  }
  const price = sumOf(steps.map(({ judged }) => judged));
  return { steps, result: found, price, wait: together(steps), losses: [...new Set(lost)] };
}

/** As it is told of one job. */
async function waitOf(context: Context, model: Model, work: number): Promise<Usual | undefined> {
  const { store, lab } = context;
  const { durationsOf } = await store.learned(runName(context, model.name));
  return usual(durationsOf(work), publishedMs(model, work, lab));
}

function together(steps: readonly FoldedStep[]): Usual | undefined {
  let sum: Usual = { lowMs: 0, highMs: 0, measured: true };
  for (const { wait } of steps) {
    if (!wait) return undefined;
    const { lowMs, highMs, measured } = wait;
    sum = { lowMs: sum.lowMs + lowMs, highMs: sum.highMs + highMs, measured: sum.measured && measured };
  }
  return sum;
}
