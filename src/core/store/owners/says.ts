/** What people say of their pictures being enhanced by others, each in their scope. */
import type { Redis } from 'ioredis';
import { keysFor } from '../keys.ts';
import type { Owner } from '../ledger/account.ts';

/** `anyone`: nothing was said. `ask`: they are asked each time. */
export const says = ['anyone', 'ask', 'nobody'] as const;
export type Say = (typeof says)[number];

export type Says = {
  say(of: Owner): Promise<Say>;
  setSay(of: Owner, say: Say): Promise<void>;
  /** Whoever need not ask any more. */
  isAllowed(of: Owner, person: string): Promise<boolean>;
  /** @param now ms since 1970 */
  allow(of: Owner, person: string, now: number): Promise<void>;
  /** False where they were not allowed. */
  disallow(of: Owner, person: string): Promise<boolean>;
  allowed(of: Owner): Promise<string[]>;
};

/** Who was allowed first goes for who is allowed now. */
const mostAllowed = 100;

export function createSays(redis: Redis, prefix: string): Says {
  const keys = keysFor(prefix);
  return {
    async say({ scope, requester }) {
      const kept = await redis.hget(keys.says(scope), requester);
      return says.find((each) => each === kept) ?? 'anyone';
    },
    async setSay({ scope, requester }, say) {
      const key = keys.says(scope);
      await (say === 'anyone' ? redis.hdel(key, requester) : redis.hset(key, requester, say));
    },
    isAllowed: async (of, person) => (await redis.zscore(keys.allowed(of), person)) !== null,
    async allow(of, person, now) {
      const key = keys.allowed(of);
      await redis
        .multi()
        .zadd(key, now, person)
        .zremrangebyrank(key, 0, -mostAllowed - 1)
        .exec();
    },
    disallow: async (of, person) => (await redis.zrem(keys.allowed(of), person)) === 1,
    allowed: (of) => redis.zrange(keys.allowed(of), '0', '-1'),
  };
}
