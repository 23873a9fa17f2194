/** What a form says about money, every amount being core's; and a form that is opened once more, as it was. */
import { createSessionStore } from '../../async/session-store.ts';
import { dependsOn, priceOf } from '../../core/credits/prices.ts';
import type { Person } from '../../core/domain/command.ts';
import { Failure } from '../../core/domain/failure.ts';
import type { MediaRecord } from '../../core/domain/media-record.ts';
import { checkOutcome, givenOf, settingsFor } from '../../core/media/compare/fit-request.ts';
import { losses } from '../../core/media/compare/losses.ts';
import type { Requests } from '../../core/ports/engine.ts';
import { sourceRecordOf } from '../../core/view/losses.ts';
import { problem } from '../../core/words/fields.ts';
import { lossText } from '../../core/words/losses.ts';
import { some } from '../../core/words/names.ts';
import { quoteWords } from '../../core/words/quote.ts';
import { status } from '../../core/words/status.ts';
import type { Model } from '../../models/model.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import type { Draft, Drafts, Found, Kept } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';

type Priced = Pick<Chat, 'prices'>;
/** `count`: for how many files; `kept`: the file of a job, of which it is known what it holds. */
type Asked = {
  model: Model;
  settings: Readonly<Record<string, unknown>>;
  count: number;
  kept?: Kept | undefined;
};

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
  dependsOn(model, field, prices);

/** All that can be said at once. */
export function priceLine({ prices }: Priced, { model, settings, count }: Asked): string {
  const prepared = model.prepare(settings);
  if (!prepared.ok) return prepared.problems.map(problem).join(' ');
  return forEach(count, status.atMost(priceOf(model, prepared.settings, prices)));
}

/** What a form says of its price. `run`: what its button says, where that alone begins it. */
export type FormPrice = { line: string; run?: string };

/**
 * What a form was sent with, as far as somebody chose it: a field has its default in it already, which says nothing. One
 * that was filled in before, as in a run that is changed, is chosen, whatever it says now.
 */
export const chosenIn = (
  model: Model,
  sent: Asked['settings'],
  before: Asked['settings'],
): Asked['settings'] =>
  Object.fromEntries(
    Object.entries(sent).filter(([name, value]) => {
      const field = model.fields.find((it) => it.name === name);
      if (name in before || !field || field.kind === 'media') return true;
      const prepared = model.prepare({ [name]: value });
      return !prepared.ok || prepared.settings[name] !== field.default;
    }),
  );

/** What is known of a file before anybody reads it again. */
async function recordOf(
  { requests }: Pick<Chat, 'requests'>,
  { job: id, file }: Kept,
): Promise<MediaRecord | undefined> {
  const job = await requests.read(id);
  return job && (file === 'result' ? job.result?.record : sourceRecordOf(job));
}

/** What a run of a file will lose of it, as sentences; none where it is not known what it holds. Never rejects. */
export async function lossesIn(
  chat: Pick<Chat, 'requests'>,
  model: Model,
  settings: Asked['settings'],
  kept: Kept,
): Promise<string[]> {
  const source = await recordOf(chat, kept).catch(() => undefined);
  const prepared = model.prepare(settings);
  if (!source || !prepared.ok) return [];
  return losses(source, model, settingsFor(model, givenOf(settings, prepared.settings), source)).map(
    lossText,
  );
}

/** With what the person has and may do: for them alone. @throws what Redis does when it is away */
export async function fullPrice(
  { prices, requests }: Pick<Chat, 'prices' | 'requests'>,
  person: Person,
  asked: Asked,
): Promise<FormPrice> {
  const { model, settings, count, kept } = asked;
  const prepared = model.prepare(settings);
  if (!prepared.ok) return { line: priceLine({ prices }, asked) };
  try {
    const source = kept && (await recordOf({ requests }, kept));
    const whole = source
      ? settingsFor(model, givenOf(settings, prepared.settings), source)
      : prepared.settings;
    if (source) checkOutcome(model, whole, source);
    const lost = source ? losses(source, model, whole).map(lossText) : [];
    const [{ asks }, { available }] = await Promise.all([
      requests.check({ ...person, model: model.name, settings }),
      requests.credits.statement(person),
    ]);
    const price = priceOf(model, whole, prices, source);
    const line = [forEach(count, quoteWords.price(price, available)), ...lost].join(' ');
    return asks
      ? { line: `${line} ${words.asks}` }
      : { line, run: quoteWords.run(price * Math.max(1, count)) };
  } catch (error) {
    if (error instanceof Failure) return { line: error.message };
    throw error;
  }
}

/** Before a form is opened; where it cannot be counted just now, it opens. @throws Failure too-often */
export const admitForm = (
  { requests }: { requests: Pick<Requests, 'admitForm'> },
  person: Pick<Person, 'scope' | 'requester'>,
): Promise<void> =>
  requests.admitForm(person).catch((error: unknown) => {
    if (error instanceof Failure) throw error;
  });

export const createDrafts = <F extends Found>(clock: () => number): Drafts<F> =>
  createSessionStore({ clock, lifeMs: 15 * 60_000 });

/** A button that opens a form as it was, for whoever has filled it in. */
export const reopening = <F extends Found>(
  { drafts, asker: { requester } }: Pick<Turn<F>, 'drafts' | 'asker'>,
  draft: Draft<F>,
): Action => ({ act: 'reopen', id: drafts.put({ requester, draft }), label: words.reopen });

const forEach = (count: number, price: string): string => (count > 1 ? words.each(price, count) : price);
