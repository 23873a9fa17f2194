/** Room for some work at once, for the rest a queue. */

/** Lets `count` run at once, the others in the order they came; rejects what has not begun when `signal` aborts. */
export function openSlots(count: number) {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async run(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        signal.throwIfAborted();
        await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
