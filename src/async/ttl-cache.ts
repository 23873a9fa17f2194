/** Answers that are good for a while. */

export type Recall<T> = {
  /** What `make` answered for this key not too long ago, or answers now; asked once, however many wait for it. */
  get(key: string, make: () => Promise<T>): Promise<T>;
  forget(key: string): void;
};

/**
 * A rejection is not kept.
 * @param options.keepMs ms, for an answer; it may depend on it. @param options.most so many keys, the oldest go first.
 */
export function createRecall<T>(options: {
  clock: () => number;
  keepMs: (answer: T) => number;
  most: number;
}): Recall<T> {
  const { clock, keepMs, most } = options;
  const kept = new Map<string, { answer: Promise<T>; until: number }>();

  return {
    get(key, make) {
      const known = kept.get(key);
      if (known && known.until > clock()) return known.answer;
      const entry = { answer: make(), until: Number.POSITIVE_INFINITY };
      kept.delete(key);
      kept.set(key, entry);
      entry.answer.then(
        (answer) => {
          entry.until = clock() + keepMs(answer);
        },
        () => {
          if (kept.get(key) === entry) kept.delete(key);
        },
      );
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      return entry.answer;
    },
    forget: (key) => void kept.delete(key),
  };
}
