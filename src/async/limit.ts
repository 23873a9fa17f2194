/** Work that takes turns. */
import pLimit from 'p-limit';

export type Limit = <Made>(signal: AbortSignal, work: () => Promise<Made>) => Promise<Made>;

/**
 * Runs at most so many at once, in the order they came. One whose signal aborts while it waits ends at once, with the
 * signal's reason; `work` sees to its own signal. Work without a signal takes `p-limit` itself.
 */
export function createLimit(most: number): Limit {
  const limit = pLimit(most);
  return (signal, work) =>
    new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      limit(() => {
        signal.removeEventListener('abort', stop);
        signal.throwIfAborted();
        return work();
      }).then(resolve, reject);
    });
}
