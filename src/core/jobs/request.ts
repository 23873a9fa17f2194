/** What somebody asks for becomes a job; before that, the card that it will have can be drawn. */
import { findModel } from '../../models/index.ts';
import { priceOf } from '../credits/prices.ts';
import type { Command, Person } from '../domain/command.ts';
import { Failure } from '../domain/failure.ts';
import { fieldsFrom, type Job, jobFrom } from '../domain/job.ts';
import type { Answer, Intended } from '../ports/engine.ts';
import type { View } from '../view/view.ts';
import { accept, asks, type Judged, judge, newId } from './accept.ts';
import { cancel } from './cancel.ts';
import type { Context } from './context.ts';
import { forget, makeQuote } from './quotes.ts';

export async function request(context: Context, command: Command): Promise<Answer> {
  const judged = await judge(context, command);
  if (asks(judged)) return { quote: await makeQuote(context, command, judged) };
  return { job: await submit(context, command, judged) };
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

/** See `Requests.preview`. */
export async function preview(
  context: Context,
  { platform, scope, requester, model: name, settings, fileName }: Intended,
  viewOf: (job: Job) => Promise<View>,
): Promise<View | undefined> {
  const model = findModel(name);
  const prepared = model?.prepare(settings);
  if (!model || !prepared?.ok) return undefined;
  const id = newId();
  const now = context.clock();
  const price = priceOf(model, prepared.settings, context.prices);
  const source = { kind: 'link', link: '', ...(fileName !== undefined && { fileName }) } as const;
  const job: Partial<Job> = {
    ...{ id, version: 1, state: 'accepted', createdAt: now, changedAt: now, address: null },
    ...{ platform, scope, requester, model: model.name, settings: prepared.settings, source },
    ...{ price, hold: 'reserved' },
  };
  await context.store.expectJob(id, { platform, scope, requester });
  return viewOf(jobFrom(fieldsFrom(job)));
}

/** See `Requests.cancelExpected`. */
export async function cancelExpected(
  context: Context,
  id: string,
  person: Pick<Person, 'platform' | 'scope' | 'requester'>,
): Promise<boolean> {
  if (!(await context.store.giveUpExpected(id, person))) return false;
  // It may have been made just before that could be seen.
  if (await context.store.read(id)) await cancel(context, id);
  return true;
}
