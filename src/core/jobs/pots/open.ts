/** From a price to what several people, or the pot, are to pay for. */
import { findModel } from '../../../models/index.ts';
import { firstOf } from '../../credits/first-seconds.ts';
import { workOf } from '../../credits/prices.ts';
import type { QuoteRecord, Variant } from '../../domain/asked/quote.ts';
import type { Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Json } from '../../domain/job.ts';
import {
  type PurchaseAsked,
  type PurchaseKind,
  payerOf,
  purchaseLifeMs,
} from '../../domain/pots/purchase.ts';
import type { PurchaseService } from '../../ports/purchases.ts';
import { publishedMs, usual } from '../../view/progress.ts';
import { about } from '../../words/amounts.ts';
import { batchWords, tasteWords } from '../../words/batch.ts';
import { whatIsDone } from '../../words/settings.ts';
import { type Context, runName } from '../context.ts';
import { isOwn, quoteIn } from '../quote-files.ts';
import { fold, judgeSteps } from '../recipe/fold.ts';
import { titleOf } from '../recipe/quote.ts';
import { judge } from '../request/judge.ts';
import { isOwners, overCap, refusalOf } from '../request/refusals.ts';

/** One quote can be collected for, and the pot be asked for it. */
const idOf = (kind: PurchaseKind, quote: string): string => (kind === 'chip' ? quote : `${quote}-pot`);

/** See `PurchaseService.open`. */
export async function openPurchase(
  context: Context,
  kind: PurchaseKind,
  quote: string,
  { person, turn }: { person: Person; turn: Json },
): ReturnType<PurchaseService['open']> {
  const { purchases } = context.ledger;
  const id = idOf(kind, quote);
  const record = await quoteIn(context, quote, person);
  const [choice] = record?.choices ?? [];
  if (record && !isOwn(record, person)) throw new Failure('not-yours');
  const before = await purchases.read(id);
  if (before?.state === 'over') throw new Failure('purchase-over');
  if (before && record) return { purchase: before, isNew: false };
  const isOpen = record?.job === undefined;
  if (!record || !choice || !isOpen || record.until < context.clock()) throw new Failure('quote-gone');

  const what = await whatOf(context, record, choice, person);
  const { price } = what;
  const command = { ...record.command, ...person };
  const payer = payerOf({ kind, id });
  const { limits } = await judge(context, { ...command, payer }, true);
  // What caps one job says nothing of a sum of several files.
  const tooDear = overCap(price, record.batch ? { ...limits, per_job: null } : limits);
  if (tooDear) throw tooDear;
  const rules = kind === 'pot' ? (await context.ledger.pot(person.scope)).rules : undefined;
  const asker = { ...person, payer, further: true } as const;
  const refused = await refusalOf(context, asker, { ...choice, price, limits: { ...limits, per_job: null } });
  // What is still to be given is not there yet; but nobody is to give for what the owner's money would not do.
  if (refused && (rules || isOwners(refused))) throw refused;
  const asked: PurchaseAsked = {
    kind,
    quote,
    until: Math.round(context.clock()) + purchaseLifeMs,
    needed: rules?.approvals ?? 0,
    command,
    choice,
    ...what,
    turn,
  };
  // First, so that its file stays whatever becomes of the price.
  await context.quotes.putQuote(quote, { ...record, held: true });
  const isNew = await purchases.open(id, asked, rules?.approvals === 0);
  const purchase = await purchases.read(id);
  if (!purchase) throw new Failure('quote-gone');
  return { purchase, isNew };
}

type What = Pick<PurchaseAsked, 'price' | 'title' | 'wait' | 'several'>;

/** All of it, as people read it. */
async function whatOf(context: Context, record: QuoteRecord, own: Variant, person: Person): Promise<What> {
  const { choices, batch, taste, recipe, command } = record;
  const [order] = recipe?.orders ?? [];
  const model = findModel(own.model);
  if (batch) {
    const count = batch.filter(({ source }) => source).length;
    const done = model ? whatIsDone(model, own.settings) : own.model;
    const title = taste ? tasteWords.title(taste.name) : batchWords.title(done, count);
    return { price: priceIn(record), title, wait: undefined, several: { choices, batch, taste } };
  }
  const source = command.source && 'record' in command.source ? command.source.record : undefined;
  if (recipe && order && source) {
    const steps = order.steps.map(({ model: name, given: settings }) => ({ model: name, settings }));
    const judged = await judgeSteps(context, { ...command, ...person }, steps, recipe.done);
    const { wait } = await fold(context, judged, source, recipe.done);
    const several = { choices: [...order.steps], recipe: { ...recipe, orders: [order] } };
    return { price: priceIn(record), title: titleOf(judged), wait: wait && about(wait.highMs), several };
  }
  const part = source && own.first !== undefined ? firstOf(source, own.first) : source;
  const work = model && workOf(model, own.settings, part);
  const { durationsOf } = await context.store.learned(runName(context, own.model));
  const wait = usual(durationsOf(work), publishedMs(model, work, context.lab));
  const title = model ? whatIsDone(model, own.settings) : own.model;
  return { price: own.price, title, wait: wait && about(wait.highMs), several: undefined };
}

/** What all of it costs, in the order that was asked for. */
export function priceIn({ choices: [own], choices, batch, recipe }: QuoteRecord): number {
  const all = batch ? choices : (recipe?.orders[0]?.steps ?? (own ? [own] : []));
  return all.reduce((sum, { price }) => sum + price, 0);
}
