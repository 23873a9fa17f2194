/** What a form says of the price of several steps. */
import { priceOfSteps } from '../../core/credits/prices.ts';
import type { Step } from '../../core/domain/asked/recipe.ts';
import type { Person } from '../../core/domain/command.ts';
import { Failure } from '../../core/domain/failure.ts';
import { recipeWords } from '../../core/words/asked/recipe.ts';
import { quoteWords } from '../../core/words/quote.ts';
import type { Chat } from '../chat.ts';
import { stepsOf } from '../recipe/steps.ts';
import { words as chatWords } from '../words.ts';
import { type FormPrice, fullPrice } from './form.ts';

type Asked = Parameters<typeof fullPrice>[2] & { next?: readonly Step[] | undefined };

/** As `fullPrice`, of all steps where there are several. @throws what Redis does when it is away */
export async function priceIn(
  chat: Pick<Chat, 'prices' | 'requests'>,
  person: Person,
  { next, ...asked }: Asked,
): Promise<FormPrice> {
  const steps = stepsOf({ model: asked.model.name, settings: asked.settings, next });
  if (!steps) return fullPrice(chat, person, asked);
  try {
    const [{ asks }, { available }] = await Promise.all([
      chat.requests.recipes.check(person, steps),
      chat.requests.credits.statement(person),
    ]);
    // What is none of a model's settings was refused just now.
    const sum = priceOfSteps(steps, chat.prices) ?? 0;
    const line = recipeWords.price({ count: steps.length, done: 0, sum, available });
    return asks ? { line: `${line} ${chatWords.asks}` } : { line, run: quoteWords.run(sum) };
  } catch (error) {
    if (error instanceof Failure) return { line: error.message };
    throw error;
  }
}
