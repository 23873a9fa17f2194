/** The price of several at once is agreed to: of files beside each other, or of steps after one another. */
import { findModel } from '../../../models/index.ts';
import { stillStands } from '../../credits/quote.ts';
import type { Order, QuoteRecord, RecipeQuote } from '../../domain/asked/quote.ts';
import type { Command, Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Json } from '../../domain/job.ts';
import { runBatch } from '../batch/run.ts';
import type { Context } from '../context.ts';
import { discard } from '../quote-files.ts';
import { type Judged, judge } from '../request/judge.ts';
import { doneIn, resumeKey } from './done.ts';
import { makeRecipe, type Ready } from './make.ts';

export const runSeveral: typeof runBatch = (context, id, record, by) =>
  record.recipe ? runRecipe(context, id, record, by) : runBatch(context, id, record, by);

/** Two clicks are one recipe: each makes the same request. @throws Failure quote-gone once it has had its time */
async function runRecipe(
  context: Context,
  id: string,
  record: QuoteRecord,
  { person, address, variant }: { person: Person; address?: Json | undefined; variant?: number | undefined },
): Promise<Job> {
  const { recipe, command } = record;
  const { source } = command;
  const order = recipe?.orders[variant === undefined ? 0 : variant + 1];
  const stands = stillStands(record, context.clock(), findModel, context.prices);
  if (!recipe || !order || source?.kind !== 'stored' || !stands) {
    await discard(context, id, record);
    throw new Failure('quote-gone');
  }
  const asked = { ...command, ...person, key: keyOf(id, recipe), address: address ?? command.address };
  const job = await makeOrder(context, recipe, order, { ...asked, source });
  await context.quotes.putQuote(id, { ...record, job: job.id });
  return job;
}

/** Under which a price of several steps is asked for: a recipe is resumed once, by whichever price. */
export const keyOf = (quote: string, { resumes }: Pick<RecipeQuote, 'resumes'>): string =>
  resumes === undefined ? `quote:${quote}` : resumeKey(resumes);

/** All steps of one order of a price. @param approved so many have agreed that the pot pays. @throws Failure */
export async function makeOrder(
  context: Context,
  { name, resumes, done: count }: Omit<RecipeQuote, 'orders'>,
  order: Order,
  { source, ...asked }: Omit<Command, 'source'> & { source: Ready['source'] },
  approved = false,
): Promise<Job> {
  const steps: Judged[] = [];
  for (const { model, given, settings, price } of order.steps) {
    const judged = await judge(context, { ...asked, model, settings: given }, approved);
    steps.push({ ...judged, settings, price });
  }
  const done = resumes === undefined ? [] : (await doneIn(context, resumes)).slice(0, count);
  return makeRecipe(context, asked, { steps, source, name, resumes, done });
}
