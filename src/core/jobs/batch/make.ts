/** From what was judged to the jobs of a batch: each is a job like any other, which knows its place among them. */
import type { BatchAsked, BatchCommand, BatchItem, WhyNone } from '../../domain/asked/batch.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Source } from '../../domain/job.ts';
import { batchWords } from '../../words/batch.ts';
import type { Context } from '../context.ts';
import { accept, newId } from '../request/accept.ts';
import type { Judged } from '../request/judge.ts';
import { isAboutPrice } from '../request/refusals.ts';
import { wakeWaiting } from './gather.ts';

/** `judged` and a source where a job can be made of it; else it was refused. */
export type Ready = BatchAsked & { judged?: Judged };

/** What its person has is theirs to know, and all read the card. */
export const whyNone = (failure: Failure): WhyNone => ({
  code: failure.code,
  text: isAboutPrice(failure) ? batchWords.notPayable : failure.message,
});

const itemOf = ({ model, settings, name, found, refused }: Ready): BatchItem => ({
  model,
  settings,
  name,
  found,
  refused,
});

/**
 * @param options.isSame whoever makes the same request again hands in the same files, as by a second press
 * @returns the job that has the card. @throws Failure where no job was made at all; then no file is left
 */
export async function makeBatch(
  context: Context,
  { id: wanted = newId(), key, items: _, ...person }: BatchCommand,
  items: readonly Ready[],
  { isSame = false }: { isSame?: boolean } = {},
): Promise<Job> {
  const { batches, files, clock } = context;
  const { platform, scope, requester } = person;
  await batches.put(wanted, { platform, scope, requester, at: clock(), items: items.map(itemOf) });
  let lead: Job | undefined;
  let first: Failure | undefined;
  const forget = async (source: Source | undefined) => {
    if (source?.kind === 'stored' && !isSame) await files.remove(source.name);
  };
  for (const [position, { judged, source, address }] of items.entries()) {
    if (!judged || !source) continue;
    const id = lead ? newId() : wanted;
    await batches.name(wanted, position, id);
    const its = { ...person, id, key: lead ? `${key}:${position}` : key, address, source };
    const batch = { id: wanted, position, count: items.length };
    const { model, given: settings } = judged;
    try {
      const job = await accept(
        context,
        { ...its, model: model.name, settings, further: true, batch },
        judged,
        source,
      );
      if (!lead && job.batch?.id !== wanted) {
        // The same was asked for before, and is on its way.
        for (const { source: other } of items) if (other !== source) await forget(other);
        await batches.drop(wanted);
        return (await context.store.read(job.batch?.id ?? job.id)) ?? job;
      }
      if (job.id !== id) await batches.name(wanted, position, job.id);
      lead ??= job;
      context.checkpoint('one of a batch made');
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      first ??= error;
      await batches.refuse(wanted, position, whyNone(error));
      await forget(source);
    }
  }
  await batches.made(wanted);
  if (!lead) {
    await batches.drop(wanted);
    throw first ?? new Error('there was nothing to make a job of');
  }
  await context.store.expectedCame(lead.id);
  await wakeWaiting(context, lead);
  return lead;
}
