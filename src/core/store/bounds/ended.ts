/** Jobs that are over, by when their files go: what is theirs alone goes out of their records with them. */
import type { Redis } from 'ioredis';
import type { Keys } from '../keys.ts';

export type Ended = {
  /** @param at ms since 1970 */
  noteEnd(id: string, at: number): Promise<void>;
  /** Ids of those whose files have gone by now, at most so many. */
  endedBefore(now: number, atMost: number): Promise<string[]>;
  forgetEnd(id: string): Promise<void>;
};

export function createEnded(redis: Redis, keys: Keys): Ended {
  return {
    async noteEnd(id, at) {
      await redis.zadd(keys.ended, Math.round(at), id);
    },
    endedBefore: (now, atMost) => redis.zrangebyscore(keys.ended, '-inf', now, 'LIMIT', 0, atMost),
    async forgetEnd(id) {
      await redis.zrem(keys.ended, id);
    },
  };
}
