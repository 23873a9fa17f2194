/** Work that must not overlap: one after the other, in the order in which it was begun. */

export type KeyedQueue = {
  /** @param name what must not be worked on by two at once, e.g. a job's card. In this process only. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when all that was begun before is over. Never rejects. */
  idle(): Promise<void>;
};

export function createKeyedQueue(): KeyedQueue {
  /** The last of each name. None of them rejects. */
  const lines = new Map<string, Promise<void>>();
  return {
    run(name, work) {
      const turn = (lines.get(name) ?? Promise.resolve()).then(work);
      const over = turn
        .then(
          () => undefined,
          () => undefined,
        )
        .then(() => {
          if (lines.get(name) === over) lines.delete(name);
        });
      lines.set(name, over);
      return turn;
    },
    async idle() {
      await Promise.all(lines.values());
    },
  };
}
