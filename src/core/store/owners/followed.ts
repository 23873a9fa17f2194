/** What was made of what somebody posted: when that is deleted within seven days, it is taken back. */
import type { Redis } from 'ioredis';
import { keysFor } from '../keys.ts';

export type Followed = {
  /** @param source names what was posted, as its platform will tell of its deletion */
  follow(platform: string, source: string, job: string, now: number): Promise<void>;
  /** What a job was made of, also by way of others. */
  sourceOf(job: string): Promise<string | undefined>;
  /** Ids of what was made of it. */
  madeOf(platform: string, source: string): Promise<string[]>;
  /** The newest of those that are followed. */
  sources(platform: string, count: number): Promise<string[]>;
  unfollow(platform: string, source: string): Promise<void>;
};

const followedMs = 7 * 86_400_000;

export function createFollowed(redis: Redis, prefix: string): Followed {
  const keys = keysFor(prefix);
  return {
    async follow(platform, source, job, now) {
      const [key, all] = [keys.source(platform, source), keys.sources(platform)];
      await redis
        .multi()
        .sadd(key, job)
        .pexpire(key, followedMs)
        .set(keys.sourceOf(job), source, 'PX', followedMs)
        .zremrangebyscore(all, '-inf', now)
        .zadd(all, now + followedMs, source)
        .pexpire(all, followedMs)
        .exec();
    },
    sourceOf: async (job) => (await redis.get(keys.sourceOf(job))) ?? undefined,
    madeOf: (platform, source) => redis.smembers(keys.source(platform, source)),
    sources: (platform, count) => redis.zrange(keys.sources(platform), '0', String(count - 1), 'REV'),
    async unfollow(platform, source) {
      await redis.multi().del(keys.source(platform, source)).zrem(keys.sources(platform), source).exec();
    },
  };
}
