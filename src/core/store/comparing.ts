/** What people have chosen for their own results, by place; and which results are still to be set beside their sources by themselves. */
import type { Redis } from 'ioredis';
import type { Person } from '../domain/command.ts';
import { type Preferences, preferencesSchema } from '../domain/comparing.ts';
import { keysFor } from './keys.ts';

type Owner = Pick<Person, 'scope' | 'requester'>;

export type ComparingStore = {
  chosen(owner: Owner): Promise<Preferences>;
  /** Undefined takes a choice back. */
  choose(
    owner: Owner,
    changes: { [name in keyof Preferences]: Preferences[name] | undefined },
  ): Promise<void>;
  /** A job's comparison is to be posted by itself. @param at ms since 1970 */
  want(job: string, at: number): Promise<void>;
  /** All of those, with when it was wanted. */
  wanted(): Promise<{ job: string; at: number }[]>;
  /** True for one caller in all processes, for two minutes or until it is given back. */
  claim(job: string): Promise<boolean>;
  giveBack(job: string): Promise<void>;
  /** It is posted, or will not be. */
  settle(job: string): Promise<void>;
};

/** ms. Longer than one takes to be made and posted. */
const claimMs = 120_000;

export function createComparingStore(redis: Redis, { prefix }: { prefix: string }): ComparingStore {
  const keys = keysFor(prefix);
  return {
    // What another version knew is passed over.
    chosen: async (owner) =>
      preferencesSchema.safeParse(await redis.hgetall(keys.preferences(owner))).data ?? {},
    async choose(owner, changes) {
      const step = redis.multi();
      for (const [name, value] of Object.entries(changes))
        if (value === undefined) step.hdel(keys.preferences(owner), name);
        else step.hset(keys.preferences(owner), name, value);
      await step.exec();
    },
    async want(job, at) {
      await redis.zadd(keys.toCompare, 'NX', at, job);
    },
    async wanted() {
      const found = await redis.zrange(keys.toCompare, '0', '-1', 'WITHSCORES');
      return found.flatMap((job, index) => (index % 2 === 0 ? [{ job, at: Number(found[index + 1]) }] : []));
    },
    claim: async (job) => (await redis.set(keys.comparer(job), '1', 'PX', claimMs, 'NX')) === 'OK',
    async giveBack(job) {
      await redis.del(keys.comparer(job));
    },
    async settle(job) {
      await redis.multi().zrem(keys.toCompare, job).del(keys.comparer(job)).exec();
    },
  };
}
