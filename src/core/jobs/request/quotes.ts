/** A price that somebody is asked about first: made, kept, run, or dropped. */
import { findModel } from '../../../models/index.ts';
import { expected, resultKind } from '../../credits/expected-result.ts';
import { describe, type Quote, quoteLifeMs, stillStands } from '../../credits/quote.ts';
import type { Command, Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import { sourceNameOf } from '../../domain/file-names.ts';
import type { Json } from '../../domain/job.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { periodOf } from '../../domain/period.ts';
import type { QuoteRecord } from '../../domain/quote.ts';
import { checkSource } from '../../media/probe/probe.ts';
import type { Answer } from '../../ports/engine.ts';
import { usual } from '../../view/progress.ts';
import { type Context, runName } from '../context.ts';
import { forget, forgetOldest, isOwn, quoteIn } from '../quote-files.ts';
import { accept, type Judged, judge, newId } from './accept.ts';
import { read } from './read.ts';
import { type Asker, refusalOf } from './refusals.ts';

/** What is offered, the cheaper ones after it, each with why it may not be asked for now. */
async function choicesFor(context: Context, { key: _, ...asker }: Asker, judged: Judged) {
  const { model, settings, price, limits } = judged;
  const all = [{ model: model.name, settings, price }, ...judged.cheaper];
  return Promise.all(
    all.map(async (choice) => ({ choice, refused: await refusalOf(context, asker, { ...choice, limits }) })),
  );
}
type Offered = Awaited<ReturnType<typeof choicesFor>>;

/**
 * The source is fetched and looked at now: whoever agrees to a price wants to know that it will work.
 * @throws Failure also where none of the prices could be paid
 */
export async function makeQuote(context: Context, command: Command, judged: Judged): Promise<Quote> {
  const { model, settings } = judged;
  let { source } = command;
  let found: MediaRecord;
  let offered: Offered;
  try {
    offered = await choicesFor(context, command, judged);
    const refused = offered[0]?.refused;
    if (refused && offered.every((it) => it.refused)) throw refused;
    if (!source) throw new Failure('no-source', { medium: model.takes });
    if (source.kind === 'link') {
      const { link, ...rest } = source;
      const kept = await context.fetcher.fetchTo(link, context.files, {
        maxBytes: context.maxFileBytes,
        timeoutMs: context.timings.fetchMs,
        signal: context.stopping,
      });
      source = { ...rest, kind: 'stored', name: kept.name, type: kept.type, bytes: kept.bytes };
    }
    found = await read(context, source.name);
    checkSource(found, model.media);
  } catch (error) {
    await forget(context, source, error);
    throw error;
  }
  const record: QuoteRecord = {
    command: { ...command, model: model.name, settings, source },
    choices: offered.map(({ choice }) => choice),
    until: context.clock() + quoteLifeMs,
  };
  return present(context, record, judged, { found, offered });
}

/** Keeps a quote under a new id and puts it into words. */
async function present(
  context: Context,
  record: QuoteRecord,
  judged: Judged,
  { found, offered }: { found: MediaRecord; offered: Offered },
): Promise<Quote> {
  const { model, settings, limits } = judged;
  const { command } = record;
  const id = newId();
  await context.quotes.putQuote(id, record);
  await forgetOldest(context, command);
  const { clock, ledger, quotes, store, lab } = context;
  const present = { period: periodOf(clock(), limits.period_day), monthly: limits.monthly };
  const account = await ledger.account(command, present);
  const kind = `${runName(context, model.name)} ${resultKind(model, settings)}`;
  return describe(id, record, {
    model,
    findModel,
    wait: usual(await store.durations(runName(context, model.name)), lab ? undefined : model.usualMs),
    result: expected(model, settings, found, await quotes.sizes(kind)),
    maxBytes: await context.platforms.get(command.platform)?.maxBytes?.(command.address),
    sourceName: command.source && sourceNameOf(command.source),
    refused: offered.map((it) => it.refused),
    available: account.limit === null ? null : account.allowance + account.granted,
    lab,
  });
}

/** Two clicks are one job: each makes the same request. */
export async function run(
  context: Context,
  id: string,
  { person, variant, address }: { person: Person; variant?: number; address?: Json },
): Promise<Answer> {
  const record = await quoteIn(context, id, person);
  if (!record) throw new Failure('quote-gone');
  if (!isOwn(record, person)) throw new Failure('not-yours');
  const done = record.job === undefined ? undefined : await context.store.read(record.job);
  if (done) return { job: done };

  const choice = record.choices[variant === undefined ? 0 : variant + 1] ?? record.choices[0];
  if (!choice) throw new Failure('quote-gone');
  const { model, settings } = choice;
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
  const job = await accept(context, command, judged, source);
  await context.quotes.putQuote(id, { ...record, job: job.id });
  return { job };
}
