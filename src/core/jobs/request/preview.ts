/** The card of a job that is to be made can be drawn, and pressed, before there is the job. */
import { findModel } from '../../../models/index.ts';
import { priceOf } from '../../credits/prices.ts';
import type { Person } from '../../domain/command.ts';
import { fieldsFrom, type Job, jobFrom } from '../../domain/job.ts';
import type { Intended } from '../../ports/engine.ts';
import type { View } from '../../view/view.ts';
import { cancel } from '../cancel.ts';
import type { Context } from '../context.ts';
import { newId } from './accept.ts';

/** See `Requests.preview`. */
export async function preview(
  context: Context,
  { id = newId(), platform, scope, requester, model: name, settings, fileName, payer, told }: Intended,
  viewOf: (job: Job) => Promise<View>,
): Promise<View | undefined> {
  const model = findModel(name);
  const prepared = model?.prepare(settings);
  if (!model || !prepared?.ok) return undefined;
  const now = context.clock();
  const price = told ?? priceOf(model, prepared.settings, context.prices);
  const source = { kind: 'link', link: '', ...(fileName !== undefined && { fileName }) } as const;
  const job: Partial<Job> = {
    id,
    version: 1,
    state: 'accepted',
    createdAt: now,
    changedAt: now,
    address: null,
    platform,
    scope,
    requester,
    model: model.name,
    settings: prepared.settings,
    source,
    price,
    hold: 'reserved',
    payer,
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
