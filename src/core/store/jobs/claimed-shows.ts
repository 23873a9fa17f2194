/** Which process shows a version of a job: the first that asks, or the only one that there is. */
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Keys } from '../keys.ts';

export type ClaimedShows = {
  /** As `Store.claimShow`. */
  claim(id: string, version: number): Promise<boolean>;
  /** Nobody else heard of this version: whoever asks first here shows it, without asking Redis. */
  keep(id: string, version: number): void;
};

/** ms */
const keptMs = 60_000;
/** What this process has asked for, it need not ask again; less long than Redis knows it. */
const rememberedMs = 30_000;
const mostRemembered = 10_000;

export function createClaimedShows(redis: Redis, keys: Pick<Keys, 'shown'>): ClaimedShows {
  const known = new LRUCache<string, 'ours' | 'claimed'>({ max: mostRemembered, ttl: rememberedMs });
  return {
    async claim(id, version) {
      const key = keys.shown(id, version);
      const before = known.get(key);
      known.set(key, 'claimed');
      if (before !== undefined) return before === 'ours';
      try {
        return (await redis.set(key, '1', 'PX', keptMs, 'NX')) === 'OK';
      } catch (error) {
        known.delete(key);
        throw error;
      }
    },
    keep: (id, version) => void known.set(keys.shown(id, version), 'ours'),
  };
}
