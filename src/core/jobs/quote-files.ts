/** What becomes of the file of a price that nobody agrees to. */

import type { QuoteRecord } from '../domain/asked/quote.ts';
import type { Command, Person } from '../domain/command.ts';
import { Failure } from '../domain/failure.ts';
import type { Source } from '../domain/job.ts';
import type { Context } from './context.ts';

/** So many a person may have open, each with its file; the oldest is forgotten for the next one. */
const mostOpen = 5;

/** A refused request leaves no file behind. */
export async function forget({ files }: Context, source: Source | undefined, error: unknown): Promise<void> {
  if (error instanceof Failure && source?.kind === 'stored') await files.remove(source.name);
}

/** Forgets a quote, and its file where no job has it. */
export async function discard(context: Context, id: string, record: QuoteRecord): Promise<void> {
  await context.quotes.dropQuote(id, record.command);
  for (const name of filesOf(record)) await context.files.remove(name);
}

/** Those that no job has. */
function filesOf({ job, held, command, batch = [] }: QuoteRecord): string[] {
  const sources = job === undefined && !held ? [command, ...batch].map(({ source }) => source) : [];
  return sources.flatMap((source) => (source?.kind === 'stored' ? [source.name] : []));
}

export async function forgetOldest(context: Context, person: Command): Promise<void> {
  for (const id of await context.quotes.beyond(person, mostOpen)) {
    const record = await context.quotes.quote(id);
    if (record) await discard(context, id, record);
  }
}

/**
 * Whoever did not agree in the time that a price is for has its file no more: asked once more, the price is for the file as
 * it is handed in then.
 */
export async function removeExpired(
  { quotes, files }: Context,
  now: number,
  isInUse: (name: string) => boolean,
): Promise<void> {
  for (const id of await quotes.expired(now)) {
    const record = await quotes.quote(id);
    for (const name of record ? filesOf(record) : []) if (!isInUse(name)) await files.remove(name);
    await quotes.settle(id);
  }
}

export async function drop(context: Context, id: string, person: Person): Promise<void> {
  const record = await quoteIn(context, id, person);
  if (!record) return;
  if (!isOwn(record, person)) throw new Failure('not-yours');
  await discard(context, id, record);
}

/** Of another scope nobody learns that there is one. */
export async function quoteIn(
  { quotes }: Pick<Context, 'quotes'>,
  id: string,
  { platform, scope }: Person,
): Promise<QuoteRecord | undefined> {
  const record = await quotes.quote(id);
  return record?.command.platform === platform && record.command.scope === scope ? record : undefined;
}

export const isOwn = ({ command }: QuoteRecord, person: Person) => command.requester === person.requester;
