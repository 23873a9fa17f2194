/** What each step of a typed request is: `upscale-video x2`, behind `then`. */
import type { Step } from '../../core/domain/asked/recipe.ts';
import { presetIn } from '../../core/text/preset-name.ts';
import { problem } from '../../core/words/fields.ts';
import { textWords } from '../../core/words/text-arguments.ts';
import type { Medium } from '../../models/fields.ts';
import { findModel, models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import type { HasPresets } from '../presets/named.ts';
import { readWith } from '../presets/typed.ts';
import { Refusal } from '../reply.ts';
import type { ChatRequest } from '../request.ts';
import type { Turn } from '../turn.ts';
import { chainWords as words } from './words.ts';

/**
 * The steps after the first one. @param before what the step before the first of them gives, where that is known
 * @throws Refusal naming the step
 */
export async function stepsFrom(
  chat: HasPresets,
  asker: Turn['asker'],
  parts: readonly string[],
  { before, first = 2 }: { before: Model | undefined; first?: number },
): Promise<Step[]> {
  const steps: Step[] = [];
  let medium = before?.gives;
  for (const part of parts) {
    const number = first + steps.length;
    const no = (why: string) => new Refusal(words.inStep(number, why));
    const asked = await readWith(chat, asker, presetIn(part), medium).catch((error: unknown) => {
      throw error instanceof Refusal ? no(error.message) : error;
    });
    const { model, settings, unknown, unclear, next = [] } = asked;
    if (unknown.length > 0) throw no(textWords.notUnderstood(unknown));
    if (!model) throw no(words.noModel(part, exampleAfter(medium)));
    if (unclear.length > 0)
      throw no(unclear.map(({ word, ways }) => textWords.unclear(word, ways)).join(' '));
    const prepared = model.prepare(settings);
    if (!prepared.ok) throw no(prepared.problems.map(problem).join(' '));
    steps.push({ model: model.name, settings }, ...next);
    medium = findModel(steps.at(-1)?.model ?? '')?.gives;
  }
  return steps;
}

const exampleAfter = (medium: Medium | undefined): string =>
  models.find(({ takes }) => takes === (medium ?? 'video'))?.command ?? '';

/** All steps of a request; undefined where it is one. */
export function stepsOf({
  model,
  settings,
  next = [],
}: Pick<ChatRequest, 'model' | 'settings' | 'next'>): Step[] | undefined {
  return next.length === 0 ? undefined : [{ model, settings }, ...next];
}

/** The models that take what this one gives, as they do it by themselves: for choices of what follows. */
export const followersOf = (model: Pick<Model, 'gives'> | undefined): readonly Model[] =>
  models.filter(({ takes }) => takes === model?.gives);
