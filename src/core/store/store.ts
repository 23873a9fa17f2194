/**
 * Jobs in Redis. A change is one Lua script, so that the state, the credits and the time at which somebody must
 * look again are never out of step; the scripts stand beside this file.
 */
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { type Job, jobFrom, type State } from '../job/record.ts';
import type { Log } from '../log.ts';

export type Change = {
  from: readonly State[];
  /** The change is refused unless the record holds this token; `-`: unless it holds none. */
  token?: string;
  /** Left out: the state stays, and with `quiet` nobody is told of the change. */
  to?: State;
  /** When somebody must look at the job again, in ms since 1970; `never` when it is over. */
  due: number | 'never';
  credits?: 'settle' | 'release';
  set?: Partial<Job>;
  remove?: readonly (keyof Job)[];
};

export type NewJob = Omit<
  Job,
  'version' | 'state' | 'createdAt' | 'changedAt' | 'hold' | 'tries' | 'faults' | 'cancelRequested' | 'told'
>;

export type Store = {
  /** The id of the job that stands for `key`: this one, or the one made earlier; undefined if the id is taken. */
  create(job: NewJob, options: { key: string; due: number }): Promise<string | undefined>;
  read(id: string): Promise<Job | undefined>;
  /** Makes the change if the job is still where the change starts; says whether it did. */
  change(job: Pick<Job, 'id' | 'scope' | 'requester' | 'state'>, change: Change): Promise<boolean>;
  /** Takes an id whose record is gone out of the due set. */
  forget(id: string): Promise<void>;
  /** Ids that are due, claimed for `leaseMs`. */
  claim(atMost: number, leaseMs: number): Promise<string[]>;
  /** When the next job is due, in ms since 1970. */
  nextDue(): Promise<number | undefined>;
  /** Ids of all jobs that somebody must still look at, the earliest due first. */
  live(): Promise<string[]>;
  /** How many of a person's jobs are not over. */
  outstanding(scope: string, requester: string): Promise<number>;
  /** True for one caller in all processes: the one that is to show this version of the job. */
  claimShow(id: string, version: number): Promise<boolean>;
  /** Remembers how long a run took, in ms; the last 200 of each model are kept. */
  addDuration(model: string, ms: number): Promise<void>;
  durations(model: string): Promise<number[]>;
  /** Calls back with the id of each job that changes, in any process. Returns how to stop. */
  onChange(listener: (id: string) => void): Promise<() => void>;
  ping(): Promise<void>;
  close(): Promise<void>;
};

const day = 86_400_000;
/** A request key is remembered longer than any platform repeats a delivery; a record, long enough to be asked about. */
const keyMs = 2 * day;
const recordMs = 30 * day;

const script = (name: string) => readFileSync(new URL(`./${name}.lua`, import.meta.url), 'utf8');

type Scripts = {
  createJob(...args: (string | number)[]): Promise<string>;
  changeJob(...args: (string | number)[]): Promise<number>;
  claimDue(...args: (string | number)[]): Promise<string[]>;
};

/** @param prefix keeps several Darkrooms apart in one Redis, e.g. `darkroom`. */
export function createStore(redis: Redis, options: { prefix: string; log: Log; clock: () => number }): Store {
  const { prefix, log, clock } = options;
  redis.defineCommand('createJob', { numberOfKeys: 4, lua: script('create') });
  redis.defineCommand('changeJob', { numberOfKeys: 3, lua: script('transition') });
  redis.defineCommand('claimDue', { numberOfKeys: 1, lua: script('claim') });
  // ioredis adds the commands to the object, not to its type.
  const scripts = redis as Redis & Scripts;

  const key = (...parts: (string | number)[]) => [prefix, ...parts].join(':');
  const due = key('due');
  const channel = key('changed');
  const liveOf = ({ scope, requester }: Pick<Job, 'scope' | 'requester'>) => key('live', scope, requester);
  const fields = (set: object) =>
    Object.entries(set).flatMap(([name, value]) =>
      value === undefined ? [] : [name, JSON.stringify(value)],
    );

  const listeners = new Set<(id: string) => void>();
  let subscriber: Redis | undefined;

  return {
    async create(job, { key: requestKey, due: dueAt }) {
      const keys = [key('job', job.id), due, key('request', requestKey), liveOf(job)];
      const id = await scripts.createJob(...keys, job.id, clock(), dueAt, keyMs, channel, ...fields(job));
      if (id === job.id)
        log.info({ job: id, to: 'accepted', model: job.model, platform: job.platform }, 'job');
      return id || undefined;
    },

    async read(id) {
      const hash = await redis.hgetall(key('job', id));
      return hash.id === undefined ? undefined : jobFrom(hash);
    },

    async change(job, { from, token = '', to, due: dueAt, credits = '', set = {}, remove = [] }) {
      const dueText = dueAt === 'never' ? '' : Math.round(dueAt);
      const keep = dueAt === 'never' ? recordMs : '';
      const pairs = fields(set);
      const made = await scripts.changeJob(
        ...[key('job', job.id), due, liveOf(job)],
        ...[job.id, clock(), `,${from.join(',')},`, token, to ?? '', dueText, credits],
        ...[to === undefined ? '1' : '', keep, channel, pairs.length / 2, ...pairs, ...remove],
      );
      if (made === 1 && to !== undefined)
        log.info(
          { job: job.id, from: job.state, to, ...(set.failure ? { failure: set.failure.code } : {}) },
          'job',
        );
      return made === 1;
    },

    async forget(id) {
      await redis.zrem(due, id);
    },

    claim: (atMost, leaseMs) => scripts.claimDue(due, clock(), leaseMs, atMost),

    async nextDue() {
      const [, score] = await redis.zrange(due, '0', '0', 'WITHSCORES');
      return score === undefined ? undefined : Number(score);
    },

    live: () => redis.zrange(due, '0', '-1'),
    outstanding: (scope, requester) => redis.scard(liveOf({ scope, requester })),

    claimShow: async (id, version) =>
      (await redis.set(key('shown', id, version), '1', 'PX', 60_000, 'NX')) === 'OK',

    async addDuration(model, ms) {
      await redis
        .multi()
        .lpush(key('durations', model), String(Math.round(ms)))
        .ltrim(key('durations', model), 0, 199)
        .exec();
    },
    durations: async (model) => (await redis.lrange(key('durations', model), 0, -1)).map(Number),

    async onChange(listener) {
      listeners.add(listener);
      if (!subscriber) {
        subscriber = redis.duplicate();
        subscriber.on('error', (error) => log.warn({ err: error }, 'redis subscriber'));
        subscriber.on('message', (_channel, id) => {
          for (const each of listeners) each(id);
        });
        await subscriber.subscribe(channel);
      }
      return () => listeners.delete(listener);
    },

    async ping() {
      await redis.ping();
    },

    async close() {
      listeners.clear();
      subscriber?.disconnect();
      redis.disconnect();
    },
  };
}
