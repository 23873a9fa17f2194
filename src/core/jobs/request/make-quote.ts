/** A price that somebody is asked about first is made and put into words. */
import { findModel } from '../../../models/index.ts';
import { expected, resultKind } from '../../credits/expected-result.ts';
import { runForMoving, workOf } from '../../credits/prices.ts';
import { describe, type Quote, quoteLifeMs } from '../../credits/quote.ts';
import type { QuoteRecord, Variant } from '../../domain/asked/quote.ts';
import type { Command } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import { sourceNameOf } from '../../domain/file-names.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { periodOf } from '../../domain/period.ts';
import { losses } from '../../media/compare/losses.ts';
import { checkSource } from '../../media/probe/probe.ts';
import { publishedMs, usual } from '../../view/progress.ts';
import { lossText } from '../../words/losses.ts';
import { type Context, runName } from '../context.ts';
import { forget, forgetOldest } from '../quote-files.ts';
import { newId } from './accept.ts';
import { admit } from './admit.ts';
import { type Judged, withSource } from './judge.ts';
import { read } from './read.ts';
import { type Asker, isForOthers, refusalOf } from './refusals.ts';

/** What is offered, the cheaper ones after it, each with why it may not be asked for now. */
async function choicesFor(
  context: Context,
  { key: _, ...asker }: Asker,
  { model, settings, price, limits, cheaper }: Judged,
  others: readonly Variant[] = [],
) {
  const all = [{ model: model.name, settings, price }, ...cheaper, ...others];
  return Promise.all(
    all.map(async (choice) => ({ choice, refused: await refusalOf(context, asker, { ...choice, limits }) })),
  );
}
type Offered = Awaited<ReturnType<typeof choicesFor>>;

/**
 * The source is fetched and looked at now: whoever agrees to a price wants to know that it will work.
 * @throws Failure also where none of the prices could be paid
 */
export async function makeQuote(context: Context, command: Command, before: Judged): Promise<Quote> {
  const { model } = before;
  let { source } = command;
  let judged: Judged;
  let found: MediaRecord;
  let offered: Offered;
  try {
    await admit(context, 'prices', command, before.limits);
    refuseAll(await choicesFor(context, command, { ...before, price: before.atLeast }), command);
    if (!source) throw new Failure('no-source', { medium: model.takes });
    if (source.kind === 'link') {
      await admit(context, 'links', command, before.limits);
      const { link, ...rest } = source;
      const kept = await context.fetcher.fetchTo(link, context.files, {
        maxBytes: context.maxFileBytes,
        timeoutMs: context.timings.fetchMs,
        signal: context.stopping,
      });
      source = { ...rest, kind: 'stored', name: kept.name, type: kept.type, bytes: kept.bytes };
    }
    found = source.record ?? (await read(context, source.name));
    checkSource(found, model.media);
    source = { ...source, record: found };
    judged = withSource(context, before, found);
    offered = await choicesFor(context, command, judged, whenMoving(context, judged, found));
    refuseAll(offered, command);
  } catch (error) {
    await forget(context, source, error);
    throw error;
  }
  const record: QuoteRecord = {
    command: { ...command, model: model.name, settings: judged.given, source },
    choices: offered.map(({ choice }) => choice),
    until: context.clock() + quoteLifeMs,
  };
  return present(context, record, judged, { found, offered });
}

/** @throws Failure where none of them can be paid, nor the first by several: why not the first */
function refuseAll(offered: Offered, asker: Pick<Asker, 'together'>): void {
  const [first] = offered;
  if (first?.refused && !isForOthers(first.refused, asker) && offered.every((it) => it.refused))
    throw first.refused;
}

/** Of what moves a model for pictures takes one; the model that takes all is offered beside it. */
function whenMoving({ prices }: Context, { model, mayRun }: Judged, found: MediaRecord): Variant[] {
  const run = runForMoving(model, found, prices);
  return run && mayRun(run.model) ? [run] : [];
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
  const work = workOf(model, settings, found);
  const { durationsOf } = await store.learned(runName(context, model.name));
  const wait = usual(durationsOf(work), publishedMs(model, work, lab));
  return describe(id, record, {
    model,
    findModel,
    wait,
    measure: { work, by: judged.by, wait },
    result: expected(model, settings, found, await quotes.sizes(kind)),
    losses: losses(found, model, settings).map(lossText),
    maxBytes: await context.platforms.get(command.platform)?.maxBytes?.(command.address),
    sourceName: command.source && sourceNameOf(command.source),
    refused: offered.map((it) => it.refused),
    available: account.limit === null ? null : account.allowance + account.granted,
    lab,
  });
}
