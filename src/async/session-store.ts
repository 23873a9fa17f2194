/** What is kept between two steps of one person: in memory only, since a half-filled form is all that a restart may lose. */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

export type Memory<T> = {
  /** @returns an id that nobody guesses, short enough for a custom id. */
  put(value: T): string;
  /** Undefined when its life is over, when it was dropped, or from before a restart. */
  get(id: string): T | undefined;
  /** Another value under an id of `put`, for another life. */
  set(id: string, value: T): void;
  drop(id: string): void;
};

/** @param options `lifeMs`: ms, of each; `most`: what was not used for the longest goes when there are more. */
export function createMemory<T extends object | string>(options: {
  clock: () => number;
  lifeMs: number;
  most?: number;
}): Memory<T> {
  const { clock, lifeMs, most = 2000 } = options;
  const kept = new LRUCache<string, T>({ max: most, ttl: lifeMs, ttlResolution: 0, perf: { now: clock } });
  return {
    put(value) {
      const id = randomBytes(9).toString('base64url');
      kept.set(id, value);
      return id;
    },
    get: (id) => kept.get(id),
    set: (id, value) => void kept.set(id, value),
    drop: (id) => void kept.delete(id),
  };
}
