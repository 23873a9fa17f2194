/**
 * Whether what Redis acknowledged outlives a power cut and a failover: it is made so where that is in our hands, said where
 * it is not, and found out afterwards where it was not so. What each way promises stands in docs/operations.md.
 */
import type { Redis } from 'ioredis';
import { coalesce } from '../../../async/coalesce.ts';
import { fieldsFrom, type Job } from '../../domain/job.ts';
import type { Log } from '../../log.ts';
import { keysFor } from '../keys.ts';
import { readScript } from '../lua/scripts.ts';
import type { Journal, Note } from './journal.ts';
import { strengthened } from './strengthened.ts';

export type Recover = (notes: readonly Note[]) => Promise<void>;

export type Durable = {
  /**
   * All that was written so far and this note outlive what was promised.
   * @throws Error when that is not certain, or while it is found out what a Redis that lost writes has forgotten
   */
  persist(note?: Note): Promise<void>;
  /** Kept for the same purpose, without waiting for the disk. */
  note(note: Note): Promise<void>;
  /** Sets what is to be done about lost writes, and looks for those of before. From then on each connection is looked at. */
  watch(recover: Recover): Promise<void>;
  /** Writes the record of a job that Redis has forgotten, as one that is over; false where there is one. */
  restore(job: Job): Promise<boolean>;
  /** What is lost in a power cut, in words; undefined where nothing is. */
  weakness(): string | undefined;
  prune(now: number): Promise<void>;
  close(): Promise<void>;
};

/** ms for the replicas to have it. */
const replicasMs = 1000;

/**
 * @param redis the connection on which the store writes: `WAIT` speaks of no other's writes
 * @param options.sync makes what was acknowledged outlive a power cut, of a Redis of ours; left out, the server is asked to
 */
export async function openDurable(
  redis: Redis,
  options: {
    prefix: string;
    log: Log;
    journal: Journal;
    replicas: number;
    sync?: (() => Promise<void>) | undefined;
  },
): Promise<Durable> {
  const { prefix, log, journal, replicas, sync } = options;
  const keys = keysFor(prefix);
  const { process } = journal;
  let weakness: string | undefined;
  let highest = 0;
  /** Of the connection that there is now. */
  let checked: Promise<void> | undefined;
  let recover: Recover | undefined;

  async function check(): Promise<void> {
    const before = weakness;
    weakness = sync ? undefined : await strengthened(redis, log);
    if (weakness !== undefined && weakness !== before) log.warn(weakness);
    // First the files: what Redis holds only grows.
    const { highest: known, notes } = await journal.read();
    known.set(process, Math.max(highest, known.get(process) ?? 0));
    const stored = await redis.hgetall(keys.sequence);
    const lost = [...known].filter(([owner, sequence]) => sequence > Number(stored[owner] ?? 0));
    if (lost.length === 0) return;
    log.error(
      { processes: lost.length },
      'Redis has lost writes that it had acknowledged; what it forgot is put right',
    );
    await recover?.(notes);
    for (const [owner, sequence] of lost)
      await redis.eval(readScript('raise-field'), 1, keys.sequence, owner, sequence);
    log.warn('what Redis had forgotten is put right as far as it is known');
  }

  function look(): Promise<void> {
    checked ??= check().catch((error: unknown) => {
      checked = undefined;
      throw error;
    });
    return checked;
  }
  const forget = () => {
    checked = undefined;
  };
  redis.on('close', forget);

  /** Its answer proves under `always` that all that was written before is on disk. */
  const number = coalesce(async () => {
    await look();
    const sequence = await redis.hincrby(keys.sequence, process, 1);
    if (sequence <= highest) {
      forget();
      await look();
      throw new Error('Redis had lost writes');
    }
    highest = sequence;
    await sync?.();
    if (replicas > 0) {
      const have = await redis.wait(replicas, replicasMs);
      if (have < replicas) throw new Error(`${have} of ${replicas} replicas have what was written`);
    }
  });

  return {
    async persist(note) {
      await number();
      await journal.write({ sequence: highest, note }, note !== undefined);
    },
    note: (note) => journal.write({ sequence: highest, note }, false),
    async watch(wanted) {
      recover = wanted;
      forget();
      await look();
    },
    async restore(job) {
      const fields = Object.entries(fieldsFrom(job)).flat();
      const at = [keys.job(job.id), keys.due, keys.jobsOf(job)];
      const made = await redis.eval(
        readScript('restore'),
        3,
        ...at,
        job.id,
        job.changedAt,
        keys.changed,
        ...fields,
      );
      return made === 1;
    },
    weakness: () => weakness,
    async prune(now) {
      const gone = await journal.prune(now);
      if (gone.length > 0) await redis.hdel(keys.sequence, ...gone);
    },
    async close() {
      redis.off('close', forget);
      await journal.close();
    },
  };
}
