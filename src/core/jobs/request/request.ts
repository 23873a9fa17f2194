import type { Command } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Source } from '../../domain/job.ts';
import { checkSource, probe } from '../../media/probe.ts';
import type { Answer, Requests } from '../../ports/engine.ts';
import { cancel } from '../cancel.ts';
import type { Context } from '../context.ts';
import { forget } from '../quote-files.ts';
import { accept, asks, type Judged, judge } from './accept.ts';
import { makeQuote } from './quotes.ts';
import { type Asker, isAboutPrice, refusalOf } from './refusals.ts';

/** Without the file, and without reserving anything. @throws Failure */
export const check = async (
  context: Context,
  command: Parameters<Requests['check']>[0],
): Promise<{ asks: boolean }> => ({ asks: await weigh(context, command, await judge(context, command)) });

/**
 * Whether a price is to be shown first: it is high, or it cannot be paid and something cheaper can.
 * @throws Failure where nothing of it can be
 */
async function weigh(context: Context, asker: Asker, judged: Judged): Promise<boolean> {
  const { model, settings, price, limits } = judged;
  const refused = await refusalOf(context, asker, { model: model.name, settings, price, limits });
  if (!refused) return asks(judged);
  if (!isAboutPrice(refused)) throw refused;
  const { key: _, ...anew } = asker;
  const others = judged.cheaper.map((choice) => refusalOf(context, anew, { ...choice, limits }));
  if ((await Promise.all(others)).every((it) => it !== undefined)) throw refused;
  return true;
}

/**
 * What can be seen of a source before there is a job of it, which all could read the end of: a file that would not do, a
 * name that leads inside.
 * @throws Failure
 */
async function examine(
  { fetcher, files }: Context,
  source: Source | undefined,
  { model }: Judged,
): Promise<void> {
  if (source?.kind === 'link') await fetcher.lookAt(source.link);
  else if (source) checkSource(await probe(files.path(source.name)), model.media);
}

export async function request(context: Context, command: Command): Promise<Answer> {
  try {
    const judged = await judge(context, command);
    if (!(await weigh(context, command, judged))) {
      await examine(context, command.source, judged);
      return { job: await submit(context, command, judged) };
    }
    return { quote: await makeQuote(context, command, judged) };
  } catch (error) {
    await forget(context, command.source, error);
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
