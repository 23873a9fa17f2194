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
