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
import { createLostWrites, type Recover } from './lost-writes.ts';
import { strengthened } from './strengthened.ts';

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
  /** Looks, where that is still to be done for the connection that there is. */
  look(): Promise<void>;
  /** Writes the record of a job that Redis has forgotten; false where there is one. */
  restore(job: Job): Promise<boolean>;
  /** Has the versions of a job that went back in time go on beyond all that its card may have shown. */
  surpass(job: Pick<Job, 'id' | 'version'>): Promise<void>;
  /** What is lost in a power cut, in words; undefined where nothing is. */
  weakness(): string | undefined;
  prune(now: number): Promise<void>;
  close(): Promise<void>;
};

/** ms for the replicas to have it. */
const replicasMs = 1000;
/** Far more changes than a job has. */
const furtherVersions = 1000;

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
  const lookForLost = createLostWrites(redis, { keys, journal, log });

  async function check(): Promise<void> {
    const before = weakness;
    weakness = sync ? undefined : await strengthened(redis, log);
    if (weakness !== undefined && weakness !== before) log.warn(weakness);
    // Whoever does not work at jobs leaves it to those who do.
    if (recover) await lookForLost(highest, recover);
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
  // At once: where everything is lost, nobody has anything to pay for, and nobody would look.
  const again = () =>
    void look().catch((error: unknown) =>
      log.warn({ err: error }, 'whether Redis has lost anything is not known yet'),
    );
  redis.on('close', forget).on('ready', again);

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
      const fields = Object.entries(fieldsFrom({ ...job, version: job.version + furtherVersions })).flat();
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
    look,
    async surpass({ id, version }) {
      const raise = readScript('fields/raise-field');
      await redis.eval(raise, 1, keys.job(id), 'version', version + furtherVersions);
    },
    weakness: () => weakness,
    async prune(now) {
      const gone = await journal.prune(now);
      if (gone.length > 0) await redis.hdel(keys.sequence, ...gone);
    },
    async close() {
      redis.off('close', forget).off('ready', again);
      await journal.close();
    },
  };
}
