/** What was last seen of the owner's account at the provider. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from '../keys.ts';

/** Why it said nothing: it refuses the key, did not answer, or nobody can read its answer. */
const troubleSchema = z.enum(['key', 'silent', 'unreadable']);
export type Trouble = z.infer<typeof troubleSchema>;

const seenSchema = z.object({
  dollars: z.coerce.number().optional(),
  at: z.coerce.number().optional(),
  refusedAt: z.coerce.number().optional(),
  lookedAt: z.coerce.number().optional(),
  trouble: troubleSchema.optional().catch(undefined),
});
/**
 * `balance` in US dollars; `refusedAt`: when a job was last refused since it was used up; `lookedAt`: when it was last asked
 * for, whatever came of it. Times in ms since 1970.
 */
export type SeenAccount = {
  balance: { dollars: number; at: number } | undefined;
  refusedAt: number | undefined;
  lookedAt?: number | undefined;
  trouble?: Trouble | undefined;
};

export type ProviderBooks = {
  seenBalance(dollars: number): Promise<void>;
  seenTrouble(trouble: Trouble): Promise<void>;
  seenRefusal(): Promise<void>;
  seenAccount(): Promise<SeenAccount>;
  /** Asks, where no other process is at it; else does nothing. */
  looking<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined>;
  /** Little is left, or enough again: whether that is the first that is heard of it. */
  isNews(isLow: boolean): Promise<boolean>;
  /** Thousandths of a credit that it took since this day, from all scopes together. */
  taken(since: string): Promise<number>;
};

/** ms; longer than anybody waits for its answer. */
const lookMs = 2000;

export function createProviderBooks(
  redis: Redis,
  { keys, clock }: { keys: Keys; clock: () => number },
): ProviderBooks {
  return {
    async seenBalance(dollars) {
      const now = clock();
      await redis
        .multi()
        .hset(keys.provider, 'dollars', dollars, 'at', now, 'lookedAt', now)
        .hdel(keys.provider, 'trouble')
        .exec();
    },
    async seenTrouble(trouble) {
      await redis.hset(keys.provider, 'trouble', trouble, 'lookedAt', clock());
    },
    async seenRefusal() {
      await redis.hset(keys.provider, 'refusedAt', clock());
    },
    async seenAccount() {
      const it = seenSchema.parse(await redis.hgetall(keys.provider));
      const { dollars, at, refusedAt, lookedAt, trouble } = it;
      const balance = dollars === undefined || at === undefined ? undefined : { dollars, at };
      return { balance, refusedAt, lookedAt, trouble };
    },
    async looking(ask) {
      if ((await redis.set(keys.look, '1', 'PX', lookMs, 'NX')) !== 'OK') return undefined;
      try {
        return await ask();
      } finally {
        await redis.del(keys.look);
      }
    },
    async isNews(isLow) {
      if (isLow) return (await redis.hsetnx(keys.provider, 'low', '1')) === 1;
      return (await redis.hdel(keys.provider, 'low')) === 1;
    },
    async taken(since) {
      const days = Object.entries(await redis.hgetall(keys.costs));
      return days.reduce((sum, [name, value]) => {
        const [, day] = /^cost (.+)$/.exec(name) ?? [];
        return day !== undefined && day >= since ? sum + Number(value) : sum;
      }, 0);
    },
  };
}
