/** What a form says about money, every amount being core's; and a form that is opened once more, as it was. */
import { createSessionStore } from '../async/session-store.ts';
import { priceOf } from '../core/credits/prices.ts';
import type { Person } from '../core/domain/command.ts';
import { Failure } from '../core/domain/failure.ts';
import { problem } from '../core/words/fields.ts';
import { some } from '../core/words/names.ts';
import { quoteWords } from '../core/words/quote.ts';
import { status } from '../core/words/status.ts';
import type { Model } from '../models/model.ts';
import type { Action } from './action.ts';
import type { Chat } from './chat.ts';
import type { Draft, Drafts, Found } from './request.ts';
import type { Turn } from './turn.ts';
import { words } from './words.ts';

type Priced = Pick<Chat, 'prices'>;
/** `count`: for how many files. */
type Asked = { model: Model; settings: Readonly<Record<string, unknown>>; count: number };

/** Of a run with the model's own settings, in thousandths of a credit. */
export function usualPrice(model: Model, prices: Chat['prices']): number {
  const usual = model.prepare({});
  return usual.ok ? priceOf(model, usual.settings, prices) : model.price;
}

/** Where a form cannot be drawn again while it is filled in: the least that the model costs. */
export function priceFrom(model: Model, prices: Chat['prices']): string {
  const own = prices.filter((each) => each.model === model.name).map(({ price }) => price);
  return words.from(some(Math.min(usualPrice(model, prices), ...own)));
}

/** Whether a run's price may depend on this setting. */
export const setsPrice = ({ prices }: Priced, model: Model, field: string): boolean =>
  prices.some((each) => each.model === model.name && each.field === field);

/** All that can be said at once. */
export function priceLine({ prices }: Priced, { model, settings, count }: Asked): string {
  const prepared = model.prepare(settings);
  if (!prepared.ok) return prepared.problems.map(problem).join(' ');
  return forEach(count, status.atMost(priceOf(model, prepared.settings, prices)));
}

/** What a form says of its price. `run`: what its button says, where that alone begins it. */
export type FormPrice = { line: string; run?: string };

/** With what the person has and may do: for them alone. @throws what Redis does when it is away */
export async function fullPrice(
  { prices, requests }: Pick<Chat, 'prices' | 'requests'>,
  person: Person,
  asked: Asked,
): Promise<FormPrice> {
  const { model, settings, count } = asked;
  const prepared = model.prepare(settings);
  if (!prepared.ok) return { line: priceLine({ prices }, asked) };
  try {
    const [{ asks }, { available }] = await Promise.all([
      requests.check({ ...person, model: model.name, settings }),
      requests.credits.statement(person),
    ]);
    const price = priceOf(model, prepared.settings, prices);
    const line = forEach(count, quoteWords.price(price, available));
    return asks
      ? { line: `${line} ${words.asks}` }
      : { line, run: quoteWords.run(price * Math.max(1, count)) };
  } catch (error) {
    if (error instanceof Failure) return { line: error.message };
    throw error;
  }
}

/** ms */
const draftMs = 15 * 60_000;
export const createDrafts = <F extends Found>(clock: () => number): Drafts<F> =>
  createSessionStore({ clock, lifeMs: draftMs });

/** A button that opens a form as it was, for whoever has filled it in. */
export const reopening = <F extends Found>(
  { drafts, asker: { requester } }: Pick<Turn<F>, 'drafts' | 'asker'>,
  draft: Draft<F>,
): Action => ({ act: 'reopen', id: drafts.put({ requester, draft }), label: words.reopen });

const forEach = (count: number, price: string): string => (count > 1 ? words.each(price, count) : price);
