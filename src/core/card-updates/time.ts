/** Time as the edits of cards are counted. */

/** A monotonic time in ms, and its timers; `after` returns what calls it off. */
export type Time = { now(): number; after(ms: number, run: () => void): () => void };

/** The real one; its timers do not keep the process. */
export const realTime: Time = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.ceil(ms));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export type KeyedTimers = {
  /** Instead of the one of this name that is set. */
  set(name: string, ms: number, act: () => void): void;
  clear(name: string): void;
  clearAll(): void;
};

export function createKeyedTimers(time: Time): KeyedTimers {
  const offs = new Map<string, () => void>();
  const clear = (name: string) => {
    offs.get(name)?.();
    offs.delete(name);
  };
  return {
    set(name, ms, act) {
      clear(name);
      offs.set(name, time.after(ms, act));
    },
    clear,
    clearAll() {
      for (const off of offs.values()) off();
      offs.clear();
    },
  };
}
