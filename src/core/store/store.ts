/** Jobs in Redis: their records, when somebody must look at them, who waits, and what is told of them. */
import type { Redis } from 'ioredis';
import type { Job } from '../domain/job.ts';
import { newToken } from '../domain/token.ts';
import type { Log } from '../log.ts';
import { createEnded, type Ended } from './bounds/ended.ts';
import { createHistory, type History } from './bounds/history.ts';
import { createRates, type Rates } from './bounds/rates.ts';
import { type CancelRequests, createCancelRequests } from './cancel-requests.ts';
import { createSlots, type Slots } from './cards/edit-slots.ts';
import { createOpenings, type Openings } from './cards/openings.ts';
import { type ClaimedShows, createClaimedShows } from './jobs/claimed-shows.ts';
import { createQueueEntries, type QueueEntries, type QueueEntry } from './jobs/queue-entry.ts';
import { createRecords, type Records } from './jobs/records.ts';
import { keysFor } from './keys.ts';
import { readScripts, type Scripts } from './lua/scripts.ts';
import { createDays, type Days } from './overview/days.ts';
import { createNewestJobs, type NewestJobs } from './overview/newest.ts';
import { createDueTimes, type DueTimes } from './polling/due-times.ts';
import { createRuns, type Runs } from './polling/runs.ts';

export type { QueueEntry };

export type Store = Records &
  CancelRequests &
  Openings &
  Slots &
  DueTimes &
  Runs &
  Ended &
  History &
  Rates &
  Omit<ClaimedShows, 'told'> &
  QueueEntries &
  Days &
  NewestJobs & {
    /** How many of a person's jobs are not over. */
    outstanding(scope: string, requester: string): Promise<number>;
    /** Ids of a scope's jobs that wait to be paid for or done. */
    inFlight(scope: string): Promise<string[]>;
    /** Ids of a person's newest jobs, the newest first. */
    jobsOf(scope: string, requester: string, count: number): Promise<string[]>;
    /** Its card says what its result will lack; and whether it does, in any process. */
    sayLosses(id: string): Promise<void>;
    areLossesSaid(id: string): Promise<boolean>;
    /**
     * Calls back with the id of each job that changes, in any process, and with its record where the change was made here.
     * Returns how to stop.
     */
    onChange(listener: (id: string, job?: Job) => void): Promise<() => void>;
    /** Whether Redis answers and takes a write. @throws what it refuses with */
    ping(): Promise<void>;
    close(): Promise<void>;
  };

/** As long as a job may wait to be paid for. */
const saidMs = 86_400_000;

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
  const keys = keysFor(prefix);
  const { close: writeDueTimes, ...dueTimes } = createDueTimes(redis, {
    keys,
    log,
    clock,
    lua: scripts.claim,
  });
  const listeners = new Set<(id: string, job?: Job) => void>();
  let subscriber: Redis | undefined;
  const by = newToken();
  const { told: toldOf, ...shows } = createClaimedShows(redis, keys);
  const onlyHere = (id: string) => toldOf(id, 1, 1);
  const changed = (id: string, job?: Job, told?: number) => {
    if (job && told !== undefined) toldOf(id, job.version, told);
    for (const each of listeners) each(id, job);
  };

  return {
    ...createRecords(redis, { prefix, log, clock, scripts, by, changed, onlyHere }),
    ...createCancelRequests(redis, { prefix, clock }),
    ...createOpenings(redis, prefix),
    ...dueTimes,
    ...createRuns(redis, keys),
    ...createEnded(redis, keys),
    ...createHistory(redis, { keys, prefix }),
    ...createRates(redis, keys),
    ...createQueueEntries(redis, keys),
    ...createDays(redis, { keys, clock }),
    ...createNewestJobs(redis, keys),
    ...shows,
    ...createSlots(redis, { prefix, ...(slotTime ? { time: slotTime } : {}) }),
    outstanding: (scope, requester) => redis.scard(keys.live({ scope, requester })),
    inFlight: (scope) => redis.smembers(keys.liveIn(scope)),
    jobsOf: (scope, requester, count) =>
      redis.zrange(keys.jobsOf({ scope, requester }), '0', String(count - 1), 'REV'),

    async sayLosses(id) {
      await redis.set(keys.saidLosses(id), '1', 'PX', saidMs);
    },
    areLossesSaid: async (id) => (await redis.exists(keys.saidLosses(id))) === 1,

    async onChange(listener) {
      listeners.add(listener);
      if (!subscriber) {
        subscriber = redis.duplicate();
        subscriber.on('error', (error) => log.warn({ err: error }, 'redis subscriber'));
        subscriber.on('message', (_channel, message) => {
          const [id = '', author] = message.split(' ');
          // Told already, when it was made.
          if (author !== by) changed(id);
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
      await writeDueTimes();
      subscriber?.disconnect();
      redis.disconnect();
    },
  };
}
