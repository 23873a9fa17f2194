/** From a price to what several people, or the pot, are to pay for. */
import { findModel } from '../../../models/index.ts';
import { firstOf } from '../../credits/first-seconds.ts';
import { workOf } from '../../credits/prices.ts';
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
import { whatIsDone } from '../../words/settings.ts';
import { type Context, runName } from '../context.ts';
import { isOwn, quoteIn } from '../quote-files.ts';
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
  const isOpen = record?.job === undefined && record?.batch === undefined && record?.recipe === undefined;
  if (!record || !choice || !isOpen || record.until < context.clock()) throw new Failure('quote-gone');

  const command = { ...record.command, ...person };
  const { limits } = await judge(context, { ...command, payer: payerOf({ kind, id }) }, true);
  const tooDear = overCap(choice.price, limits);
  if (tooDear) throw tooDear;
  const rules = kind === 'pot' ? (await context.ledger.pot(person.scope)).rules : undefined;
  const asker = { ...person, payer: payerOf({ kind, id }), further: true } as const;
  const refused = await refusalOf(context, asker, { ...choice, limits });
  // What is still to be given is not there yet; but nobody is to give for what the owner's money would not do.
  if (refused && (rules || isOwners(refused))) throw refused;
  const model = findModel(choice.model);
  const source = command.source && 'record' in command.source ? command.source.record : undefined;
  const part = source && choice.first !== undefined ? firstOf(source, choice.first) : source;
  const work = model && workOf(model, choice.settings, part);
  const { durationsOf } = await context.store.learned(runName(context, choice.model));
  const wait = usual(durationsOf(work), publishedMs(model, work, context.lab));
  const asked: PurchaseAsked = {
    kind,
    quote,
    price: choice.price,
    until: Math.round(context.clock()) + purchaseLifeMs,
    needed: rules?.approvals ?? 0,
    command,
    choice,
    title: model ? whatIsDone(model, choice.settings) : choice.model,
    wait: wait && about(wait.highMs),
    turn,
  };
  // First, so that its file stays whatever becomes of the price.
  await context.quotes.putQuote(quote, { ...record, held: true });
  const isNew = await purchases.open(id, asked, rules?.approvals === 0);
  const purchase = await purchases.read(id);
  if (!purchase) throw new Failure('quote-gone');
  return { purchase, isNew };
}
