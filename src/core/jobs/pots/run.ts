/** What is paid for runs by itself: the job is that of its quote, of which there is one, whoever pays for it. */
import { findModel } from '../../../models/index.ts';
import { partOf } from '../../credits/first-seconds.ts';
import { ownPrice } from '../../credits/prices.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Json } from '../../domain/job.ts';
import { type Purchase, payerOf } from '../../domain/pots/purchase.ts';
import type { Context } from '../context.ts';
import { accept } from '../request/accept.ts';
import { judge } from '../request/judge.ts';

export const requestOf = ({ quote }: Pick<Purchase, 'quote'>): string => `quote:${quote}`;

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
  return job;
}

async function made(context: Context, it: Purchase, at: { id: string; address: Json }): Promise<Job> {
  const { choice, price } = it;
  const command = {
    ...it.command,
    ...at,
    model: choice.model,
    key: requestOf(it),
    // It is paid for: it waits for its person's other jobs instead of being refused.
    further: true,
    payer: payerOf(it),
  } as const;
  const judged = await judge(context, command, true);
  const model = findModel(choice.model);
  // What was learned since then changes nothing; what the owner has set does.
  const now = model && (ownPrice(model, choice.settings, context.prices) ?? price);
  if (now !== price) throw new Failure('price-changed', { price: now ?? price });
  const { source } = command;
  const kept = source?.kind === 'stored' && (await context.files.list()).some((name) => name === source.name);
  // Delivered before, its job may have moved the file on.
  const known = await context.store.jobOfRequest(`${command.platform}:${command.key}`);
  if (!source || !(kept || known !== undefined)) throw new Failure('file-gone');
  return accept(
    context,
    command,
    { ...judged, settings: choice.settings, price },
    partOf(source, choice.first),
  );
}

/** The quote has become this job, too. */
export async function noteMade(context: Context, it: Purchase, { id }: Pick<Job, 'id'>): Promise<void> {
  await context.ledger.purchases.made(it.id, id);
  const record = await context.quotes.quote(it.quote);
  if (record) await context.quotes.putQuote(it.quote, { ...record, job: id });
}
