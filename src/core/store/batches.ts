/** What belongs to all jobs of a batch together: how it was asked for, which jobs came of it, and which are posted together. */
import type { Redis } from 'ioredis';
import type { BatchRecord, WhyNone } from '../domain/asked/batch.ts';
import { keysFor } from './keys.ts';

/** `jobs`, `refused`: by position. `posted`: ids, as they stand in the one message. */
export type KeptBatch = {
  record: BatchRecord;
  jobs: ReadonlyMap<number, string>;
  refused: ReadonlyMap<number, WhyNone>;
  posted: readonly string[] | undefined;
  /** All that will be made is made. */
  made: boolean;
};

export type Batches = {
  put(id: string, record: BatchRecord): Promise<void>;
  read(id: string): Promise<KeptBatch | undefined>;
  /**
   * Written before the job is made: whoever dies in between leaves a name that no job has, and whoever goes on uses it.
   * Answers the one on record.
   */
  name(id: string, position: number, job: string): Promise<string>;
  /** The job has another name after all. */
  rename(id: string, position: number, job: string): Promise<void>;
  refuse(id: string, position: number, why: WhyNone): Promise<void>;
  made(id: string): Promise<void>;
  /** Of several who say which jobs are posted together the first is right: answers what is on record. */
  fix(id: string, jobs: readonly string[]): Promise<readonly string[]>;
  drop(id: string): Promise<void>;
  /** What people wrote and where their files came from goes; what became of each stays. */
  forgetContents(id: string): Promise<void>;
  /** One for each person; what they voted for before is no more. @param keptMs how long votes are kept from now on */
  vote(id: string, person: string, position: number, keptMs: number): Promise<void>;
  /** How many have voted for each, by position. */
  votes(id: string): Promise<ReadonlyMap<number, number>>;
};

/** Longer than the records of its jobs are kept. */
const keptMs = 40 * 86_400_000;

export function createBatches(redis: Redis, prefix: string): Batches {
  const keys = keysFor(prefix);
  const numbered = (hash: Readonly<Record<string, string>>, kind: string) =>
    Object.entries(hash).flatMap(([field, text]) => {
      const [name, position] = field.split(' ');
      return name === kind ? [[Number(position), text] as const] : [];
    });
  const recordOf = (text: string) => JSON.parse(text) as BatchRecord;
  return {
    async put(id, record) {
      const key = keys.batch(id);
      await redis.multi().hset(key, 'record', JSON.stringify(record)).pexpire(key, keptMs).exec();
    },
    async read(id) {
      const hash = await redis.hgetall(keys.batch(id));
      if (hash.record === undefined) return undefined;
      // Only this file writes under this key.
      return {
        record: recordOf(hash.record),
        jobs: new Map(numbered(hash, 'job')),
        refused: new Map(numbered(hash, 'refused').map(([at, text]) => [at, JSON.parse(text) as WhyNone])),
        posted: hash.posted === undefined ? undefined : (JSON.parse(hash.posted) as string[]),
        made: hash.made !== undefined,
      };
    },
    async name(id, position, job) {
      const [key, field] = [keys.batch(id), `job ${position}`];
      await redis.hsetnx(key, field, job);
      return (await redis.hget(key, field)) ?? job;
    },
    async rename(id, position, job) {
      await redis.hset(keys.batch(id), `job ${position}`, job);
    },
    async refuse(id, position, why) {
      await redis.hset(keys.batch(id), `refused ${position}`, JSON.stringify(why));
    },
    async made(id) {
      await redis.hset(keys.batch(id), 'made', '1');
    },
    async fix(id, jobs) {
      const key = keys.batch(id);
      await redis.hsetnx(key, 'posted', JSON.stringify(jobs));
      return JSON.parse((await redis.hget(key, 'posted')) ?? '[]') as string[];
    },
    async forgetContents(id) {
      const text = await redis.hget(keys.batch(id), 'record');
      if (text === null) return;
      const { items, taste, ...record } = recordOf(text);
      const bare = items.map(({ found: _, ...item }) => ({ ...item, settings: {} }));
      // Without its file nothing can be run by what is left of the settings.
      const { kept: _, ...tried } = taste ?? {};
      const left = { ...record, items: bare, ...(taste && { taste: tried }) };
      await redis.hset(keys.batch(id), 'record', JSON.stringify(left));
    },
    async drop(id) {
      await redis.del(keys.batch(id));
    },
    async vote(id, person, position, kept) {
      await redis.multi().hset(keys.votes(id), person, position).pexpire(keys.votes(id), kept).exec();
    },
    async votes(id) {
      const counts = new Map<number, number>();
      for (const text of await redis.hvals(keys.votes(id)))
        counts.set(Number(text), (counts.get(Number(text)) ?? 0) + 1);
      return counts;
    },
  };
}
