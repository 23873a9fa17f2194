/** Which process shows a version of a job: the first that asks, or the only one that there is. */
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Keys } from '../keys.ts';

export type ClaimedShows = {
  /** True for one caller in all processes: the one that is to show this version of the job. */
  claimShow(id: string, version: number): Promise<boolean>;
  /** The same of news that no change of the job brought: without asking, where no other process heard of changes just now. */
  claimNews(id: string, version: number, news: string): Promise<boolean>;
  /** How many processes heard of this version: where it was this one alone, whoever asks first here shows it, without asking Redis. */
  told(id: string, version: number, processes: number): void;
};

/** ms */
const keptMs = 60_000;
/** What this process has asked for, it need not ask again; less long than Redis knows it. */
const rememberedMs = 30_000;
const mostRemembered = 10_000;
/** For so long a process that was the only one is taken to be it still. */
const aloneMs = 1000;

export function createClaimedShows(redis: Redis, keys: Pick<Keys, 'shown'>): ClaimedShows {
  const known = new LRUCache<string, 'ours' | 'claimed'>({ max: mostRemembered, ttl: rememberedMs });
  let aloneAt = Number.NEGATIVE_INFINITY;

  async function claimShow(id: string, version: number): Promise<boolean> {
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
  }

  return {
    claimShow,
    async claimNews(id, version, news) {
      return performance.now() - aloneAt < aloneMs || claimShow(`${id} ${news}`, version);
    },
    told(id, version, processes) {
      aloneAt = processes === 1 ? performance.now() : Number.NEGATIVE_INFINITY;
      if (processes === 1) known.set(keys.shown(id, version), 'ours');
    },
  };
}
