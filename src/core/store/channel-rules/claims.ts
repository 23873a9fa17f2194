/** What many may ask for at once, and one gets: a picture with a rule of its channel. */
import type { Redis } from 'ioredis';
import type { Keys } from '../keys.ts';

/** How long a claim is held, in ms: while it is begun; while a price or a word is waited for; and once there is a job. */
const heldMs = { begun: 60_000, waiting: 11 * 60_000, made: 30 * 86_400_000 } as const;

export type Claims = {
  /** True for one caller in all processes. @param by who has it */
  claim(key: string, by: string): Promise<boolean>;
  /** It is waited for a price or a word, or there is a job. */
  hold(key: string, how: 'waiting' | 'made', by: string): Promise<void>;
  /** Nothing came of it. */
  release(key: string): Promise<void>;
  /** Whoever agrees to this price has it. */
  waitFor(quote: string, key: string): Promise<void>;
  /** What waits for a price. */
  waitingFor(quote: string): Promise<string | undefined>;
};

export const createClaims = (redis: Redis, keys: Pick<Keys, 'ruleClaim' | 'ruleQuote'>): Claims => ({
  claim: async (key, by) => (await redis.set(keys.ruleClaim(key), by, 'PX', heldMs.begun, 'NX')) === 'OK',
  async hold(key, how, by) {
    await redis.set(keys.ruleClaim(key), by, 'PX', heldMs[how]);
  },
  async release(key) {
    await redis.del(keys.ruleClaim(key));
  },
  async waitFor(quote, key) {
    await redis.set(keys.ruleQuote(quote), key, 'PX', 86_400_000);
  },
  waitingFor: async (quote) => (await redis.get(keys.ruleQuote(quote))) ?? undefined,
});
