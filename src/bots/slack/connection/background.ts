/** Work that nobody waits for, until the program stops. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../core/log.ts';
import { asFault, slackError } from '../errors.ts';

export type Running = {
  /** A stop waits for it, and what it rejects with is logged. */
  background(work: Promise<unknown>): void;
  /** Resolves when all of it is over, with what it began in turn; after `ms` (ms) at the latest. */
  drained(ms: number): Promise<void>;
};

export function createRunning(log: Log): Running {
  const running = new Set<Promise<unknown>>();
  return {
    background(work) {
      const over: Promise<unknown> = work
        .catch((error: unknown) => log.error({ reason: slackError(error), err: asFault(error) }, 'slack'))
        .finally(() => running.delete(over));
      running.add(over);
    },
    async drained(ms) {
      const enough = new AbortController();
      const deadline = sleep(ms, true, { signal: enough.signal }).catch(() => true);
      let late = false;
      while (running.size > 0 && !late)
        late = await Promise.race([deadline, Promise.all(running).then(() => false)]);
      enough.abort();
      if (late) log.warn({ left: running.size }, 'not everything slack asked for is done');
    },
  };
}
