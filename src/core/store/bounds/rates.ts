/** How often a person does what costs us something before there is a job to be paid for. */
import type { Redis } from 'ioredis';
import type { Keys } from '../keys.ts';

export type Counted = 'forms' | 'prices' | 'links' | 'codes' | 'consents' | 'posts' | 'reactions' | 'pledges';

export type Rates = {
  /** Counts it, and answers how often it was in the minute that began with the first. */
  count(what: Counted, person: { scope: string; requester: string }): Promise<number>;
};

const windowMs = 60_000;

export function createRates(redis: Redis, keys: Keys): Rates {
  return {
    async count(what, person) {
      const key = keys.rate(what, person);
      const answers = await redis.multi().set(key, 0, 'PX', windowMs, 'NX').incr(key).exec();
      const [error, count] = answers?.[1] ?? [new Error('the connection was lost')];
      if (error) throw error;
      return Number(count);
    },
  };
}
