/** A price that somebody was asked about: run, or made anew where it has had its time. */
import { findModel } from '../../../models/index.ts';
import type { Settings } from '../../../models/model.ts';
import { partOf } from '../../credits/first-seconds.ts';
import { stillStands } from '../../credits/quote.ts';
import type { QuoteRecord, Variant } from '../../domain/asked/quote.ts';
import type { Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Json } from '../../domain/job.ts';
import { givenOf } from '../../media/compare/fit-request.ts';
import type { Answer } from '../../ports/engine.ts';
import type { Context } from '../context.ts';
import { isOwn, quoteIn } from '../quote-files.ts';
import { accept } from './accept.ts';
import { judge } from './judge.ts';
import { makeQuote } from './make-quote.ts';

/** Runs the price of several at once. */
type Several = (
  context: Context,
  id: string,
  record: QuoteRecord,
  by: { person: Person; address?: Json | undefined; variant?: number | undefined },
) => Promise<Job>;

/** Two clicks are one job: each makes the same request. */
export async function run(
  context: Context,
  id: string,
  { person, variant, address }: { person: Person; variant?: number; address?: Json },
  several: Several,
): Promise<Answer> {
  const record = await quoteIn(context, id, person);
  if (!record) throw new Failure('quote-gone');
  if (!isOwn(record, person)) throw new Failure('not-yours');
  const done = record.job === undefined ? undefined : await context.store.read(record.job);
  if (done) return { job: done };

  if (record.batch || record.recipe)
    return { job: await several(context, id, record, { person, address, variant }) };
  const choice = record.choices[variant === undefined ? 0 : variant + 1] ?? record.choices[0];
  if (!choice) throw new Failure('quote-gone');
  const { model } = choice;
  const settings = chosenIn(record, choice);
  const command = {
    ...record.command,
    ...person,
    model,
    settings,
    key: `quote:${id}`,
    ...(address === undefined ? {} : { address }),
  };
  const judged = await judge(context, command);
  if (!stillStands(record, context.clock(), findModel, context.prices)) {
    const { source } = record.command;
    const gone =
      source?.kind !== 'stored' || !(await context.files.list()).some((name) => name === source.name);
    if (gone) throw new Failure('quote-gone');
    // The old one has had its time; what it would have run is offered at today's price.
    await context.quotes.dropQuote(id, command);
    return {
      quote: await makeQuote(context, { ...record.command, ...person }, await judge(context, record.command)),
    };
  }
  const { source } = record.command;
  if (!source) throw new Failure('quote-gone');
  // Refused now, it may be agreed to later: its file stays until the quote goes.
  const job = await accept(
    context,
    command,
    { ...judged, settings: choice.settings, price: choice.price },
    partOf(source, choice.first),
  );
  await context.quotes.putQuote(id, { ...record, job: job.id });
  return { job };
}

/** What its person has set by choosing it: what they had set, and what the choice changes. */
function chosenIn({ command, choices: [own] }: QuoteRecord, choice: Variant): Settings {
  if (choice.model !== own?.model) return {};
  const changed = Object.entries(choice.settings).filter(([name, value]) => own.settings[name] !== value);
  return Object.fromEntries([...Object.entries(givenOf(command.settings, own.settings)), ...changed]);
}
