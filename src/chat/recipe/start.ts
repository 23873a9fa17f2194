/** Several steps are asked of the engine where one would be. */
import type { Command, Person } from '../../core/domain/command.ts';
import type { Answer } from '../../core/ports/engine.ts';
import { recipeWords } from '../../core/words/asked/recipe.ts';
import { whatIsDone } from '../../core/words/settings.ts';
import { findModel } from '../../models/index.ts';
import type { Chat } from '../chat.ts';
import type { ChatRequest } from '../request.ts';
import { stepsOf } from './steps.ts';

type Asked = Pick<ChatRequest, 'model' | 'settings' | 'next'>;

/** Without the file. @throws Failure */
export function check(
  { requests }: Pick<Chat, 'requests'>,
  asked: Person & { key?: string; id?: string },
  request: Asked,
): Promise<{ asks: boolean }> {
  const steps = stepsOf(request);
  const { model, settings } = request;
  return steps ? requests.recipes.check(asked, steps) : requests.check({ ...asked, model, settings });
}

/** @throws Failure */
export function request(
  { requests }: Pick<Chat, 'requests'>,
  command: Command,
  { asks, next }: { asks: boolean } & Pick<Asked, 'next'>,
): Promise<Answer> {
  const steps = stepsOf({ ...command, next });
  if (!steps) return asks ? requests.quote(command).then((quote) => ({ quote })) : requests.request(command);
  const { model: _, settings: __, ...rest } = command;
  return requests.recipes.request({ ...rest, steps }, asks ? { asks } : {});
}

/** What is done, as its card is called before there is one. */
export function titleOf(asked: Asked): string {
  const model = findModel(asked.model);
  const steps = stepsOf(asked);
  if (!steps) return model?.title ?? asked.model;
  const titles = steps.map(({ model: name, settings }) => {
    const its = findModel(name);
    const prepared = its?.prepare(settings);
    return its ? whatIsDone(its, prepared?.ok ? prepared.settings : {}) : name;
  });
  return recipeWords.title(titles);
}
