/** Jobs in Redis: their records, when somebody must look at them, who waits, and what is told of them. */
import type { Redis } from 'ioredis';
import type { Log } from '../log.ts';
import { type CancelRequests, createCancelRequests } from './cancel-requests.ts';
import { createSlots, type Slots } from './edit-slots.ts';
import { keysFor } from './keys.ts';
import { readScripts, type Scripts } from './lua/scripts.ts';
import { createOpenings, type Openings } from './openings.ts';
import { type QueueEntry, queueEntryFrom } from './queue-entry.ts';
import { createRecords, type Records } from './records.ts';

export type { QueueEntry };

export type Store = Records &
  CancelRequests &
  Openings &
  Slots & {
    /** Takes an id whose record is gone out of the due set. */
    forget(id: string): Promise<void>;
    /** Ids that are due, claimed for `leaseMs`. */
    claim(atMost: number, leaseMs: number): Promise<string[]>;
    /** When the next job is due, in ms since 1970. */
    nextDue(): Promise<number | undefined>;
    /** Ids of all jobs that somebody must still look at, the earliest due first. */
    live(): Promise<string[]>;
    /** When somebody must look at it, in ms since 1970; undefined when nobody must. */
    dueAt(id: string): Promise<number | undefined>;
    /** The same of all jobs that somebody must still look at. */
    dueTimes(): Promise<ReadonlyMap<string, number>>;
    /** How many of a person's jobs are not over. */
    outstanding(scope: string, requester: string): Promise<number>;
    /** Ids of a scope's jobs that wait to be paid for or done. */
    inFlight(scope: string): Promise<string[]>;
    /** Ids of a person's newest jobs, the newest first. */
    jobsOf(scope: string, requester: string, count: number): Promise<string[]>;
    /** Who waits to be paid for, and whom the provider has. */
    queue(): Promise<{ queued: QueueEntry[]; running: QueueEntry[] }>;
    /** Takes a job out of both that is not there any more. */
    leaveQueue(id: string): Promise<void>;
    /** True for one caller in all processes: the one that is to show this version of the job. */
    claimShow(id: string, version: number): Promise<boolean>;
    /** Remembers how long a run took, in ms; the last 200 of each model are kept. */
    addDuration(model: string, ms: number): Promise<void>;
    durations(model: string): Promise<number[]>;
    /** Calls back with the id of each job that changes, in any process. Returns how to stop. */
    onChange(listener: (id: string) => void): Promise<() => void>;
    /** Whether Redis answers and takes a write. @throws what it refuses with */
    ping(): Promise<void>;
    close(): Promise<void>;
  };

type Commands = { claimDue(...args: (string | number)[]): Promise<string[]> };

export type StoreOptions = {
  prefix: string;
  log: Log;
  clock: () => number;
  scripts?: Scripts;
  /** Instead of Redis' own time, see `createSlots`. */
  slotTime?: () => number;
};

export function createStore(redis: Redis, options: StoreOptions): Store {
  const { prefix, log, clock, scripts = readScripts(), slotTime } = options;
  redis.defineCommand('claimDue', { numberOfKeys: 1, lua: scripts.claim });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);
  const listeners = new Set<(id: string) => void>();
  let subscriber: Redis | undefined;

  return {
    ...createRecords(redis, { prefix, log, clock, scripts }),
    ...createCancelRequests(redis, { prefix, clock }),
    ...createOpenings(redis, prefix),
    ...createSlots(redis, { prefix, ...(slotTime ? { time: slotTime } : {}) }),
    async forget(id) {
      await redis.zrem(keys.due, id);
    },

    claim: (atMost, leaseMs) => commands.claimDue(keys.due, clock(), leaseMs, atMost),

    async nextDue() {
      const [, score] = await redis.zrange(keys.due, '0', '0', 'WITHSCORES');
      return score === undefined ? undefined : Number(score);
    },

    live: () => redis.zrange(keys.due, '0', '-1'),
    async dueAt(id) {
      const score = await redis.zscore(keys.due, id);
      return score === null ? undefined : Number(score);
    },
    async dueTimes() {
      const flat = await redis.zrange(keys.due, '0', '-1', 'WITHSCORES');
      return new Map(
        flat.flatMap((id, index) => (index % 2 === 0 ? [[id, Number(flat[index + 1])] as const] : [])),
      );
    },
    outstanding: (scope, requester) => redis.scard(keys.live({ scope, requester })),
    inFlight: (scope) => redis.smembers(keys.liveIn(scope)),
    jobsOf: (scope, requester, count) =>
      redis.zrange(keys.jobsOf({ scope, requester }), '0', String(count - 1), 'REV'),

    async queue() {
      const [queued, running] = await Promise.all([redis.hgetall(keys.line), redis.hgetall(keys.running)]);
      const entries = (hash: Record<string, string>) =>
        Object.entries(hash).map(([id, text]) => queueEntryFrom(id, text));
      return { queued: entries(queued), running: entries(running) };
    },
    async leaveQueue(id) {
      await redis.multi().hdel(keys.line, id).hdel(keys.running, id).exec();
    },

    claimShow: async (id, version) =>
      (await redis.set(keys.shown(id, version), '1', 'PX', 60_000, 'NX')) === 'OK',

    async addDuration(model, ms) {
      await redis
        .multi()
        .lpush(keys.durations(model), String(Math.round(ms)))
        .ltrim(keys.durations(model), 0, 199)
        .exec();
    },
    durations: async (model) => (await redis.lrange(keys.durations(model), 0, -1)).map(Number),

    async onChange(listener) {
      listeners.add(listener);
      if (!subscriber) {
        subscriber = redis.duplicate();
        subscriber.on('error', (error) => log.warn({ err: error }, 'redis subscriber'));
        subscriber.on('message', (_channel, id) => {
          for (const each of listeners) each(id);
        });
        await subscriber.subscribe(keys.changed);
      }
      return () => listeners.delete(listener);
    },

    async ping() {
      // A server that is full, or a replica, answers and takes nothing.
      await redis.set(keys.alive, '1', 'PX', 60_000);
    },

    async close() {
      listeners.clear();
      subscriber?.disconnect();
      redis.disconnect();
    },
  };
}
