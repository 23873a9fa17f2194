/** The price of several at once is agreed to, by its person or by those who pay for it together. */
import { findModel } from '../../../models/index.ts';
import { stillStands } from '../../credits/quote.ts';
import type { QuoteRecord } from '../../domain/asked/quote.ts';
import type { Command, Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Json } from '../../domain/job.ts';
import type { Context } from '../context.ts';
import { discard } from '../quote-files.ts';
import { judge } from '../request/judge.ts';
import { makeBatch, type Ready } from './make.ts';

/** Two clicks are one batch: each makes the same request. @throws Failure quote-gone once it has had its time */
export async function runBatch(
  context: Context,
  id: string,
  record: QuoteRecord,
  { person, address, variant }: { person: Person; address?: Json | undefined; variant?: number | undefined },
): Promise<Job> {
  const { batch: whole = [], command, taste } = record;
  // Of a taste its cheapest ways alone may be wanted, which are its first.
  const batch = taste && variant !== undefined ? whole.slice(0, whole.length - 1 - variant) : whole;
  if (!stillStands(record, context.clock(), findModel, context.prices)) {
    await discard(context, id, record);
    throw new Failure('quote-gone');
  }
  const asked = { ...command, ...person, key: `quote:${id}` };
  const job = await makeQuoted(context, { ...record, batch }, asked, { address });
  await context.quotes.putQuote(id, { ...record, job: job.id });
  return job;
}

/**
 * All that a price is of. @param address where all of them are shown; left out, where each was to be
 * @param approved so many have agreed that the pot pays. @throws Failure
 */
export async function makeQuoted(
  context: Context,
  { batch = [], choices, taste }: Pick<QuoteRecord, 'batch' | 'choices' | 'taste'>,
  command: Omit<Command, 'source' | 'address'>,
  { address, approved = false }: { address?: Json | undefined; approved?: boolean },
): Promise<Job> {
  const left = [...choices];
  const items: Ready[] = [];
  for (const item of batch) {
    const choice = item.source && left.shift();
    const its = address === undefined ? item : { ...item, address };
    if (!choice) {
      items.push(its);
      continue;
    }
    const { model, settings } = item;
    const judged = await judge(context, { ...command, model, settings }, approved);
    items.push({ ...its, judged: { ...judged, settings: choice.settings, price: choice.price } });
  }
  return makeBatch(context, { ...command, items, taste }, items);
}
