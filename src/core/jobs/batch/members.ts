/** Those of a batch as things are, read together. */
import { type BatchRecord, type Member, makingMs } from '../../domain/asked/batch.ts';
import type { Context } from '../context.ts';

type Reading = Pick<Context, 'batches' | 'store' | 'clock'>;

export type Whole = {
  record: BatchRecord;
  /** In the order of the request. */
  members: readonly Member[];
  posted: readonly string[] | undefined;
};

/** Undefined where there is no such batch, or no longer. */
export async function wholeOf({ batches, store, clock }: Reading, id: string): Promise<Whole | undefined> {
  const kept = await batches.read(id);
  if (!kept) return undefined;
  const { record, jobs, refused, made, posted } = kept;
  const mayCome = !made && clock() < record.at + makingMs;
  const members = record.items.map(async (item, position): Promise<Member> => {
    const why = item.refused ?? refused.get(position);
    const name = jobs.get(position);
    const job = name === undefined ? undefined : await store.read(name);
    return { position, name: item.name, job, refused: why, coming: mayCome && !job && !why };
  });
  return { record, members: await Promise.all(members), posted };
}
