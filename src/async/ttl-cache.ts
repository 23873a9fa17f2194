/** Answers that are good for a while. */
import { LRUCache } from 'lru-cache';

export type Recall<T> = {
  /** What `make` answered for this key not too long ago, or answers now; asked once, however many wait for it. */
  get(key: string, make: () => Promise<T>): Promise<T>;
  forget(key: string): void;
};

/**
 * A rejection is not kept.
 * @param options.keepMs ms, for an answer; it may depend on it. @param options.most so many keys, what was not asked for
 *   the longest goes first.
 */
export function createRecall<T>(options: {
  clock: () => number;
  keepMs: (answer: T) => number;
  most: number;
}): Recall<T> {
  const { clock, keepMs, most } = options;
  const kept = new LRUCache<string, Promise<T>>({ max: most, ttlResolution: 0, perf: { now: clock } });

  return {
    get(key, make) {
      const known = kept.get(key);
      if (known) return known;
      const asked = make();
      // As long as it is on its way it is everybody's, however long that takes.
      kept.set(key, asked);
      const keepFor = (ttl: number) => {
        if (kept.peek(key) !== asked) return;
        // To the cache 0 is for ever.
        if (ttl > 0) kept.set(key, asked, { ttl });
        else kept.delete(key);
      };
      asked.then(
        (answer) => keepFor(keepMs(answer)),
        () => keepFor(0),
      );
      return asked;
    },
    forget: (key) => void kept.delete(key),
  };
}
