import { LRUCache } from 'lru-cache';

/** Remembers the last `most` keys that were added. */
export function createRecent(most: number): { add(key: string): boolean; has(key: string): boolean } {
  const keys = new LRUCache<string, true>({ max: most });
  return {
    has: (key) => keys.has(key),
    /** False when it was there already. */
    add(key) {
      if (keys.has(key)) return false;
      keys.set(key, true);
      return true;
    },
  };
}
