/** Heavy work, one piece after the other. */

export type Turns = <Made>(signal: AbortSignal, work: () => Promise<Made>) => Promise<Made>;

/** One whose signal aborts while it waits ends at once, with the signal's reason; `work` sees to its own signal. */
export function oneAtATime(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return async (signal, work) => {
    signal.throwIfAborted();
    const before = last;
    const mine = before.then(() => {
      signal.throwIfAborted();
      return work();
    });
    last = mine.catch(() => {});
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      await Promise.race([before, aborted]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
    return mine;
  };
}
