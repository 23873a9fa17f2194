import type { Command } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import { sourceNameOf } from '../../domain/file-names.ts';
import type { Job, Source } from '../../domain/job.ts';
import { checkSource } from '../../media/probe/probe.ts';
import type { Answer, Requests } from '../../ports/engine.ts';
import { cancel } from '../cancel.ts';
import type { Context } from '../context.ts';
import { forget } from '../quote-files.ts';
import { accept } from './accept.ts';
import { admit } from './admit.ts';
import { asks, type Judged, judge, withSource } from './judge.ts';
import { makeQuote } from './make-quote.ts';
import { read } from './read.ts';
import { type Asker, isAboutPrice, isForOthers, refusalOf } from './refusals.ts';

/** Without the file, and without reserving anything. @throws Failure */
export const check = async (
  context: Context,
  command: Parameters<Requests['check']>[0],
): Promise<{ asks: boolean }> => ({ asks: await weigh(context, command, await judgeTold(context, command)) });

/** As long as nothing is known of its source it costs what its person was told. */
async function judgeTold(context: Context, command: Omit<Command, 'key' | 'address' | 'source'>) {
  const judged = await judge(context, command);
  return { ...judged, price: command.told ?? judged.price };
}

/**
 * Whether a price is to be shown first: it is high, or it cannot be paid and something cheaper can.
 * @throws Failure where nothing of it can be
 */
async function weigh(context: Context, asker: Asker, judged: Judged): Promise<boolean> {
  const { model, asked, atLeast: price, bound, limits } = judged;
  const run = { model: model.name, settings: asked, price, limits };
  const refused = await refusalOf(context, asker, { ...run, ...(bound !== undefined && { bound }) });
  if (!refused) return asks(judged);
  // What is paid for by others is nothing that its person chooses a cheaper one of.
  if (!isAboutPrice(refused) || asker.payer !== undefined) throw refused;
  const { key: _, ...anew } = asker;
  const others = judged.cheaper.map((choice) => refusalOf(context, anew, { ...choice, limits }));
  const payable = (await Promise.all(others)).some((it) => it === undefined);
  if (!payable && !isForOthers(refused, asker)) throw refused;
  return true;
}

/**
 * What can be seen of a source before there is a job of it, which all could read the end of: a file that would not do, a
 * name that leads inside.
 * @throws Failure
 */
export async function examine(
  context: Context,
  { source, ...asker }: Command,
  judged: Judged,
): Promise<{ source: Source | undefined; judged: Judged }> {
  if (!source) return { source, judged };
  if (source.kind === 'stored') return look(context, source, judged);
  await admit(context, 'links', asker, judged.limits);
  await context.fetcher.lookAt(source.link);
  const kept = await fetchedSoon(context, source);
  if (!kept) return { source, judged };
  try {
    return await look(context, kept, judged);
  } catch (error) {
    await context.files.remove(kept.name);
    throw error;
  }
}

async function look(context: Context, source: Extract<Source, { kind: 'stored' }>, judged: Judged) {
  const record = await read(context, source.name);
  checkSource(record, judged.model.media);
  return { source: { ...source, record }, judged: withSource(context, judged, record) };
}

/** ms. Somebody waits to hear whether their link will do; what takes longer is fetched by its job. */
const soonMs = 8_000;

/** The file behind a link. Undefined where it does not come soon. @throws Failure where it does not come at all */
async function fetchedSoon(
  context: Context,
  { link, fileName }: Extract<Source, { kind: 'link' }>,
): Promise<Extract<Source, { kind: 'stored' }> | undefined> {
  const { fetcher, files, maxFileBytes, stopping } = context;
  try {
    const limits = { maxBytes: maxFileBytes, timeoutMs: soonMs, signal: stopping };
    const { name, type, bytes } = await fetcher.fetchTo(link, files, limits);
    const called = fileName ?? sourceNameOf({ kind: 'link', link });
    return { kind: 'stored', name, type, bytes, ...(called === undefined ? {} : { fileName: called }) };
  } catch (error) {
    if (error instanceof Failure && error.code === 'link-too-slow') return undefined;
    throw error;
  }
}

export async function request(context: Context, command: Command): Promise<Answer> {
  let asked = command;
  try {
    const judged = await judgeTold(context, command);
    if (await weigh(context, command, judged)) return { quote: await makeQuote(context, command, judged) };
    const found = await examine(context, command, judged);
    asked = { ...command, source: found.source };
    // Its work, and what was left open, may cost more than what was said of it before it was seen.
    const { price } = found.judged;
    const isDearer =
      (price > judged.atLeast && (await weigh(context, asked, found.judged))) ||
      (price > judged.price && (command.told !== undefined || judged.limits.confirm_above !== null));
    return isDearer
      ? { quote: await makeQuote(context, asked, judged) }
      : { job: await submit(context, asked, found.judged) };
  } catch (error) {
    await forget(context, asked.source, error);
    throw error;
  }
}

export async function submit(context: Context, command: Command, judged?: Judged): Promise<Job> {
  try {
    const found = judged ?? (await judge(context, command));
    if (!command.source) throw new Failure('no-source', { medium: found.model.takes });
    const job = await accept(context, command, found, command.source);
    if (job.id !== command.id || !(await context.store.expectedCame(job.id))) return job;
    await cancel(context, job.id);
    return (await context.store.read(job.id)) ?? job;
  } catch (error) {
    await forget(context, command.source, error);
    throw error;
  }
}
