/** One leader at a time: a name in Redis that its holder renews and that becomes free soon after the holder dies. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Log } from '../log.ts';
import { keysFor } from './keys.ts';
import { readScript } from './lua/scripts.ts';

/** All in ms: a name is kept so long without renewal, renewed so often, asked for so often by those who wait. */
const usual = { keepMs: 15_000, renewMs: 5000, askMs: 2000 };

export type LeaderLock = {
  /**
   * Waits until the name is ours. Gives how to let go of it, and rejects when `signal` aborts first.
   * @param onWait is called once when another process has it.
   * @param onLost is called once if the name is lost to another process, or cannot be renewed in time.
   */
  hold(
    name: string,
    options: { signal: AbortSignal; onWait?: () => void; onLost: () => void },
  ): Promise<() => Promise<void>>;
};

type Commands = { keepName(key: string, token: string, ms: number): Promise<number> };

export function createLeaderLock(
  redis: Redis,
  options: { prefix: string; log: Log; times?: typeof usual },
): LeaderLock {
  const { prefix, log, times = usual } = options;
  redis.defineCommand('keepName', { numberOfKeys: 1, lua: readScript('guard') });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;

  return {
    async hold(name, { signal, onWait, onLost }) {
      const key = keysFor(prefix).guard(name);
      const token = randomUUID();
      let waited = false;
      while ((await redis.set(key, token, 'PX', times.keepMs, 'NX')) !== 'OK') {
        if (!waited) {
          log.info({ name }, 'another process has this; waiting for it');
          onWait?.();
        }
        waited = true;
        await sleep(times.askMs, undefined, { signal });
      }
      const over = new AbortController();
      let renewed = performance.now();
      const renewing = (async () => {
        for (;;) {
          await sleep(times.renewMs, undefined, { signal: over.signal });
          const kept = await commands.keepName(key, token, times.keepMs).catch(() => undefined);
          if (kept === 1) renewed = performance.now();
          // Redis may be away for a moment; past the time it was kept, somebody else may have it.
          if (kept === 0 || performance.now() - renewed > times.keepMs) return onLost();
        }
      })().catch(() => undefined);
      return async () => {
        over.abort();
        await renewing;
        await commands
          .keepName(key, token, 0)
          .catch((error: unknown) => log.warn({ err: error, name }, 'not let go'));
      };
    },
  };
}
