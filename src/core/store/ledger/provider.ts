/** What was last seen of the owner's account at the provider. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from '../keys.ts';

const seenSchema = z.object({
  dollars: z.coerce.number().optional(),
  at: z.coerce.number().optional(),
  refusedAt: z.coerce.number().optional(),
});
/** `balance` in US dollars; `refusedAt`: when a job was last refused since it was used up. Times in ms since 1970. */
export type SeenAccount = {
  balance: { dollars: number; at: number } | undefined;
  refusedAt: number | undefined;
};

export type ProviderBooks = {
  seenBalance(dollars: number): Promise<void>;
  seenRefusal(): Promise<void>;
  seenAccount(): Promise<SeenAccount>;
};

export function createProviderBooks(
  redis: Redis,
  { keys, clock }: { keys: Keys; clock: () => number },
): ProviderBooks {
  return {
    async seenBalance(dollars) {
      await redis.hset(keys.provider, 'dollars', dollars, 'at', clock());
    },
    async seenRefusal() {
      await redis.hset(keys.provider, 'refusedAt', clock());
    },
    async seenAccount() {
      const { dollars, at, refusedAt } = seenSchema.parse(await redis.hgetall(keys.provider));
      return { balance: dollars === undefined || at === undefined ? undefined : { dollars, at }, refusedAt };
    },
  };
}
