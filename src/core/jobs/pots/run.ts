/** What is paid for runs by itself: the job is that of its quote, of which there is one, whoever pays for it. */
import { findModel } from '../../../models/index.ts';
import { partOf } from '../../credits/first-seconds.ts';
import { ownPrice } from '../../credits/prices.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Json } from '../../domain/job.ts';
import { filesOf, type Purchase, payerOf } from '../../domain/pots/purchase.ts';
import { makeQuoted } from '../batch/run.ts';
import type { Context } from '../context.ts';
import { keyOf, makeOrder } from '../recipe/run.ts';
import { accept } from '../request/accept.ts';
import { judge } from '../request/judge.ts';

/** The key of its request. */
export const requestOf = ({ quote, several }: Pick<Purchase, 'quote' | 'several'>): string =>
  keyOf(quote, several?.recipe ?? {});

/** See `PurchaseService.run`. Called twice, or after somebody died in it, it is one job. */
export async function runPurchase(
  context: Context,
  id: string,
  at: { id: string; address: Json },
): Promise<Job | undefined> {
  const { purchases } = context.ledger;
  const it = await purchases.read(id);
  if (it?.state !== 'funded') return it?.job === undefined ? undefined : context.store.read(it.job);
  context.checkpoint('purchase funded');
  let job: Job;
  try {
    job = await made(context, it, at);
    if (job.payer !== payerOf(it)) throw new Failure('paid-otherwise');
  } catch (error) {
    // It is tried again within the day.
    if (!(error instanceof Failure) || error.code === 'scope-busy') throw error;
    await purchases.end(id, { code: error.code, facts: error.facts });
    return undefined;
  }
  context.checkpoint('purchase job made');
  await noteMade(context, it, job);
  context.checkpoint('purchase job noted');
  // Of several all may be over by now, before it was known that there are no more.
  await purchases.share(id);
  return job;
}

async function made(context: Context, it: Purchase, at: { id: string; address: Json }): Promise<Job> {
  const { choice, price, several } = it;
  const { source: asked, ...command } = {
    ...it.command,
    ...at,
    key: requestOf(it),
    // It is paid for: it waits for its person's other jobs instead of being refused.
    further: true,
    payer: payerOf(it),
  } as const;
  await checkStill(context, it);
  if (several?.batch) return makeQuoted(context, several, command, { address: at.address, approved: true });
  const { recipe } = several ?? {};
  const [order] = recipe?.orders ?? [];
  if (recipe && order && asked?.kind === 'stored')
    return makeOrder(context, recipe, order, { ...command, source: asked }, true);
  const run = { ...command, source: asked, model: choice.model };
  const judged = await judge(context, run, true);
  if (!asked) throw new Failure('file-gone');
  return accept(context, run, { ...judged, settings: choice.settings, price }, partOf(asked, choice.first));
}

/** @throws Failure where its price is another one by now, or its files are gone */
async function checkStill(context: Context, it: Purchase): Promise<void> {
  const { choice, price, several, command } = it;
  // What was learned since then changes nothing; what the owner has set does.
  const runs = several?.recipe?.orders[0]?.steps ?? several?.choices ?? [choice];
  const now = runs.reduce((sum, { model: name, settings, price: was }) => {
    const model = findModel(name);
    return sum + ((model && ownPrice(model, settings, context.prices)) ?? was);
  }, 0);
  if (now !== price) throw new Failure('price-changed', { price: now });
  // Delivered before, its job may have moved the file on.
  const known = await context.store.jobOfRequest(`${command.platform}:${requestOf(it)}`);
  const names = filesOf(it);
  const kept = await context.files.list();
  const isThere = names.length > 0 && names.every((name) => kept.some((each) => each === name));
  if (!isThere && known === undefined) throw new Failure('file-gone');
}

/** The quote has become this job, too. */
export async function noteMade(context: Context, it: Purchase, { id }: Pick<Job, 'id'>): Promise<void> {
  await context.ledger.purchases.made(it.id, id);
  const record = await context.quotes.quote(it.quote);
  if (record) await context.quotes.putQuote(it.quote, { ...record, job: id });
}
