/** What a channel's rule may spend by itself in a day: reserved before a job is made, in one step. */
import type { Redis } from 'ioredis';
import { dayOf } from '../../domain/period.ts';
import type { Keys } from '../keys.ts';
import { readScript } from '../lua/scripts.ts';

type InChannel = { platform: string; scope: string; channel: string };

export type DailyBounds = {
  /**
   * Counts it, once for each key; `reached`: it would be more than the bound, and `first` that nobody was told today.
   * @param price and the bound in thousandths of a credit; now in ms since 1970
   */
  spend(
    at: InChannel,
    it: { key: string; price: number; most: number; now: number },
  ): Promise<'within' | 'first' | 'reached'>;
  /** Nothing came of it. */
  unspend(at: InChannel, it: { key: string; now: number }): Promise<void>;
};

/** ms. A day, and one in which somebody may look at it. */
const keepMs = 2 * 86_400_000;
const answers = ['within', 'first', 'reached'] as const;

type Commands = { spendDaily(...args: (string | number)[]): Promise<string> };

export function createDailyBounds(redis: Redis, keys: Pick<Keys, 'ruleDay'>): DailyBounds {
  redis.defineCommand('spendDaily', { numberOfKeys: 1, lua: readScript('../channel-rules/spend') });
  // ioredis adds the commands to the object, not to its type.
  const commands = redis as Redis & Commands;
  return {
    async spend(at, { key, price, most, now }) {
      const answer = await commands.spendDaily(keys.ruleDay(at, dayOf(now)), key, price, most, keepMs);
      const known = answers.find((each) => each === answer);
      if (!known) throw new Error(`the script answered ${answer}`);
      return known;
    },
    async unspend(at, { key, now }) {
      await redis.hdel(keys.ruleDay(at, dayOf(now)), `for ${key}`);
    },
  };
}
