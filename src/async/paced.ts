/** Trying again, paced: one rule for every call, download and upload whose second try does no harm. */

/** Waits so many ms. Rejects where nobody is to wait any longer, such as in a program that stops. */
export type Pause = (ms: number) => Promise<unknown>;

/** Both in ms: before the second try and the ones after it; later than `longestMs` after the first none is begun. */
export type Pace = { pausesMs: readonly number[]; longestMs: number };
const usual: Pace = { pausesMs: [1_000, 2_000, 4_000], longestMs: 12_000 };

/**
 * Begun with the first try.
 * @returns waits until it is time to try again, and answers whether it is: false when there were enough tries.
 *   `askedMs` (ms): what the other side wants to be left alone for, which no try comes before.
 */
export function createTries(
  pause: Pause,
  { pausesMs, longestMs }: Pace = usual,
): (askedMs?: number) => Promise<boolean> {
  const begun = performance.now();
  let tries = 0;
  return async (askedMs = 0) => {
    const pausedMs = pausesMs[tries];
    tries += 1;
    if (pausedMs === undefined) return false;
    const waitMs = Math.max(pausedMs, askedMs);
    if (performance.now() - begun + waitMs > longestMs) return false;
    return pause(waitMs).then(
      () => true,
      () => false,
    );
  };
}

/**
 * Does it again, paced, as long as `again` says so of what it was rejected with.
 * @param again gives false, or from when on (ms, 0 for as soon as it is paced)
 * @throws what the last try was rejected with
 */
export async function paced<T>(
  pause: Pause,
  work: () => Promise<T>,
  again: (error: unknown) => number | false,
  pace: Pace = usual,
): Promise<T> {
  const tryAgain = createTries(pause, pace);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const afterMs = again(error);
      if (afterMs === false || !(await tryAgain(afterMs))) throw error;
    }
  }
}
