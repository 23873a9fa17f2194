/** Finds out whether the Redis that answers has forgotten what it had acknowledged, and has that put right. */
import type { Redis } from 'ioredis';
import type { Log } from '../../log.ts';
import type { Keys } from '../keys.ts';
import { readScript } from '../lua/scripts.ts';
import type { Journal, Note } from './journal.ts';

export type Recover = (notes: readonly Note[]) => Promise<void>;

/**
 * A number that went back says for certain that writes were lost. What was written after the last number may be lost
 * without a trace in them, so what is noted is compared as well, with every server that was not looked at yet.
 */
export function createLostWrites(
  redis: Redis,
  { keys, journal, log }: { keys: Keys; journal: Journal; log: Log },
) {
  /** Whose data were found to be whole, or put right. */
  let looked: string | undefined;

  /** @param own the highest number that this process has been told */
  return async (own: number, recover: Recover): Promise<void> => {
    const server = await nameOf(redis);
    // First the files: what Redis holds only grows.
    const { highest: known, notes } = await journal.read();
    known.set(journal.process, Math.max(own, known.get(journal.process) ?? 0));
    const stored = await redis.hgetall(keys.sequence);
    const lost = [...known].filter(([owner, sequence]) => sequence > Number(stored[owner] ?? 0));
    if (lost.length === 0 && server !== undefined && server === looked) return;
    if (lost.length > 0)
      log.error(
        { processes: lost.length },
        'Redis has lost writes that it had acknowledged; what it forgot is put right',
      );
    await recover(notes);
    for (const [owner, sequence] of lost)
      await redis.eval(readScript('fields/raise-field'), 1, keys.sequence, owner, sequence);
    if (lost.length > 0) log.warn('what Redis had forgotten is put right as far as it is known');
    looked = server;
  };
}

/** Another one after each restart and each promotion of a replica; undefined where the server does not say. */
async function nameOf(redis: Redis): Promise<string | undefined> {
  const said = await Promise.all([redis.info('server'), redis.info('replication')]).catch(() => []);
  const [, run] = /^run_id:(\w+)/m.exec(said[0] ?? '') ?? [];
  const [, history] = /^master_replid:(\w+)/m.exec(said[1] ?? '') ?? [];
  return run === undefined || history === undefined ? undefined : `${run} ${history}`;
}
