/** Work that nobody waits for, until the program stops. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Background = {
  /** A stop waits for it, and `failed` hears what it rejects with. */
  add(work: Promise<unknown>): void;
  /** Resolves when all of it is over, with what it began in turn; after `ms` (ms) at the latest. */
  drained(ms: number): Promise<void>;
};

/** @param late hears how many were left when time was up. */
export function createBackground(failed: (error: unknown) => void, late: (left: number) => void): Background {
  const running = new Set<Promise<unknown>>();
  return {
    add(work) {
      const over: Promise<unknown> = work.catch(failed).finally(() => running.delete(over));
      running.add(over);
    },
    async drained(ms) {
      const enough = new AbortController();
      const deadline = sleep(ms, true, { signal: enough.signal }).catch(() => true);
      let isLate = false;
      while (running.size > 0 && !isLate)
        isLate = await Promise.race([deadline, Promise.all(running).then(() => false)]);
      enough.abort();
      if (isLate) late(running.size);
    },
  };
}
