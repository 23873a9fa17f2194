/** What is asked about recipes. */
import type { QuoteRecord } from '../../domain/asked/quote.ts';
import { isBetween } from '../../domain/asked/recipe.ts';
import type { Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import { sourceNameOf } from '../../domain/file-names.ts';
import { keptPath } from '../../media/files.ts';
import type { RecipeRequests } from '../../ports/recipes.ts';
import { wholeOf } from '../batch/members.ts';
import type { Context } from '../context.ts';
import { isOwn, quoteIn } from '../quote-files.ts';
import { inOurWords } from '../request/our-words.ts';
import { read } from '../request/read.ts';
import { checkFiles } from './by-files.ts';
import { doneIn, stepsIn } from './done.ts';
import { judgeSteps } from './fold.ts';
import { checkRecipe, requestRecipe, weighed } from './request.ts';
import { resumeRecipe } from './resume.ts';

/** A price that is still to be agreed to. @throws Failure */
async function openQuote(context: Context, id: string, person: Person): Promise<QuoteRecord> {
  const record = await quoteIn(context, id, person);
  if (!record || record.batch || record.job !== undefined) throw new Failure('quote-gone');
  if (!isOwn(record, person)) throw new Failure('not-yours');
  // What others give for is what they were told.
  const { purchases } = context.ledger;
  for (const it of [await purchases.read(id), await purchases.read(`${id}-pot`)])
    if (it && it.state !== 'over') throw new Failure('quote-gone');
  return record;
}

const extend =
  (context: Context): RecipeRequests['extend'] =>
  async (id, { person, key, step }) => {
    const record = await openQuote(context, id, person);
    const { source, address } = record.command;
    const path =
      source?.kind === 'stored' ? await keptPath(context.files.path, { name: source.name }) : undefined;
    if (source?.kind !== 'stored' || path === undefined) throw new Failure('quote-gone');
    const { resumes, name = sourceNameOf(source), done: count = 0 } = record.recipe ?? {};
    const done = resumes === undefined ? [] : (await doneIn(context, resumes)).slice(0, count);
    const judged = await judgeSteps(context, person, [...stepsIn(record), step], count);
    const found = source.record ?? (await read(context, source.name));
    const command = { ...person, key, address };
    const it = { judged, source: { ...source, record: found }, name, resumes, done };
    const answer = await weighed(context, command, it, { asks: true });
    if (!('quote' in answer)) throw new Error('a price was asked for');
    // Its file is that of the new one by now.
    await context.quotes.dropQuote(id, record.command);
    return answer.quote;
  };

export const recipeRequests = (context: Context): RecipeRequests => ({
  checkFiles: (...it) => checkFiles(context, ...it).catch(inOurWords),
  check: (asked, steps) => checkRecipe(context, asked, steps).catch(inOurWords),
  request: (command, how) => requestRecipe(context, command, how).catch(inOurWords),
  resume: (it) => resumeRecipe(context, it).catch(inOurWords),
  extend: (id, it) => extend(context)(id, it).catch(inOurWords),
  stepsOf: async (id, person) => stepsIn(await openQuote(context, id, person)),
  async of(job) {
    if (!job.batch?.step || isBetween(job)) return undefined;
    const whole = await wholeOf(context, job.batch.id);
    const steps = whole?.members.flatMap((it) => (it.job ? [it.job] : []));
    return whole && steps && { name: whole.record.recipe?.name, steps };
  },
});
