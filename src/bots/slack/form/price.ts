/** What a form says about money; every amount is core's. */

import { priceOf } from '../../../core/credits/prices.ts';
import type { Person } from '../../../core/domain/command.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { problem } from '../../../core/words/fields.ts';
import { quoteWords } from '../../../core/words/quote.ts';
import { status } from '../../../core/words/status.ts';
import type { Model } from '../../../models/model.ts';
import type { Bot } from '../context.ts';
import { formWords as words } from '../words/form.ts';
import type { Filled } from './state.ts';

type Asked = Pick<Filled, 'model' | 'settings' | 'taken'>;

/** Whether a run's price may depend on this setting. */
export const setsPrice = ({ prices }: Pick<Bot, 'prices'>, model: Model, field: string): boolean =>
  prices.some((each) => each.model === model.name && each.field === field);

/** All that can be said at once. */
export function priceLine({ prices }: Pick<Bot, 'prices'>, { model, settings, taken }: Asked): string {
  const prepared = model.prepare(settings);
  if (!prepared.ok) return prepared.problems.map(problem).join(' ');
  return each(taken, status.atMost(priceOf(model, prepared.settings, prices)));
}

/** With what the person has and may do. @throws what Redis does when it is away */
export async function fullPriceLine(
  { prices, requests }: Pick<Bot, 'prices' | 'requests'>,
  person: Person,
  asked: Asked,
): Promise<string> {
  const { model, settings, taken } = asked;
  const prepared = model.prepare(settings);
  if (!prepared.ok) return priceLine({ prices }, asked);
  try {
    const [{ asks }, { available }] = await Promise.all([
      requests.check({ ...person, model: model.name, settings }),
      requests.credits.statement(person),
    ]);
    const price = quoteWords.price(priceOf(model, prepared.settings, prices), available);
    return [each(taken, price), ...(asks ? [words.asks] : [])].join(' ');
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

const each = ({ length }: Asked['taken'], price: string): string =>
  length > 1 ? words.each(price, length) : price;
