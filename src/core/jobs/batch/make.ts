/** From what was judged to the jobs of a batch: each is a job like any other, which knows its place among them. */
import type { BatchAsked, BatchCommand, BatchItem, WhyNone } from '../../domain/asked/batch.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job } from '../../domain/job.ts';
import { batchWords } from '../../words/batch.ts';
import type { Context } from '../context.ts';
import { accept, newId } from '../request/accept.ts';
import type { Judged } from '../request/judge.ts';
import { isAboutPrice, isOwners } from '../request/refusals.ts';
import { wakeWaiting } from './gather.ts';

/** `judged` and a source where a job can be made of it; else it was refused. */
export type Ready = BatchAsked & { judged?: Judged };

export const judgedIn = (items: readonly Ready[]): Judged[] => items.flatMap(({ judged }) => judged ?? []);

/** What its person has is theirs to know, and all read the card. */
export const whyNone = (failure: Failure): WhyNone => ({
  code: failure.code,
  text: isAboutPrice(failure) && !isOwners(failure) ? batchWords.notPayable : failure.message,
});

const itemOf = ({ model, settings, name, found, refused }: Ready): BatchItem => ({
  model,
  settings,
  name,
  found,
  refused,
});

/**
 * Made again, as by a second delivery of the request or a second press, it goes on with what the first one has left.
 * @returns the job that has the card. @throws Failure where no job was made at all; then no file is left
 */
export async function makeBatch(
  context: Context,
  { id = newId(), key, items: _, taste, ...person }: BatchCommand,
  items: readonly Ready[],
): Promise<Job> {
  const { batches, files, clock, store } = context;
  const { platform, scope, requester } = person;
  await batches.put(id, { platform, scope, requester, at: clock(), items: items.map(itemOf), taste });
  let own = id;
  let first: Job | undefined;
  let why: Failure | undefined;
  let isOthers = false;
  for (const [position, { judged, source, address }] of items.entries()) {
    if (!judged || !source) continue;
    const wanted = await batches.name(own, position, first ? newId() : own);
    const batch = { id: own, position, count: items.length };
    const its = { ...person, id: wanted, key: first ? `${key}:${position}` : key, address, source };
    const { model, given: settings } = judged;
    const command = { ...its, model: model.name, settings, further: true, batch } as const;
    try {
      const job = await accept(context, command, judged, source);
      // Whoever has made the first of them pays for all.
      isOthers = !first && job.payer !== person.payer;
      if (isOthers) break;
      if (job.batch && job.batch.id !== own) {
        // The same was asked for before: it stands on that card.
        await batches.drop(own);
        own = job.batch.id;
      } else if (job.id !== wanted) await batches.rename(own, position, job.id);
      first ??= job;
      context.checkpoint('one of a batch made');
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      why ??= error;
      await batches.refuse(own, position, whyNone(error));
      if (source.kind === 'stored') await files.remove(source.name);
    }
  }
  if (isOthers) why = new Failure('paid-otherwise');
  if (!first) {
    await batches.drop(own);
    throw why ?? new Error('there was nothing to make a job of');
  }
  await batches.made(own);
  const lead = (await store.read(own)) ?? first;
  await store.expectedCame(lead.id);
  await wakeWaiting(context, lead);
  return lead;
}
