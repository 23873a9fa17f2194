/** The price of several at once is agreed to: of files beside each other, or of steps after one another. */
import { findModel } from '../../../models/index.ts';
import { stillStands } from '../../credits/quote.ts';
import type { QuoteRecord } from '../../domain/asked/quote.ts';
import type { Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Json } from '../../domain/job.ts';
import { runBatch } from '../batch/quote.ts';
import type { Context } from '../context.ts';
import { discard } from '../quote-files.ts';
import { type Judged, judge } from '../request/judge.ts';
import { doneIn, resumeKey } from './done.ts';
import { makeRecipe } from './make.ts';

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
  const steps: Judged[] = [];
  for (const { model, given, settings, price } of order.steps)
    steps.push({
      ...(await judge(context, { ...command, ...person, model, settings: given })),
      settings,
      price,
    });
  const { name, resumes } = recipe;
  const key = resumes === undefined ? `quote:${id}` : resumeKey(resumes);
  const asked = { ...command, ...person, key, address: address ?? command.address };
  const done = resumes === undefined ? [] : (await doneIn(context, resumes)).slice(0, recipe.done);
  const job = await makeRecipe(context, asked, { steps, source, name, resumes, done });
  await context.quotes.putQuote(id, { ...record, job: job.id });
  return job;
}
