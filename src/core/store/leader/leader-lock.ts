/**
 * One leader at a time: a name in Redis that its holder renews, and that becomes free soon after the holder dies; at once
 * where whoever waits can see that it is dead.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Log } from '../../log.ts';
import { keysFor } from '../keys.ts';
import { readScript } from '../lua/scripts.ts';
import { isOfDead, newToken } from './leader-token.ts';

/** All in ms: a name is kept so long without renewal, renewed so often, asked for so often by those who wait. */
const usual = { keepMs: 5000, renewMs: 1500, askMs: 1000 };

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

type Commands = { keepName(key: string, token: string, ms: number, successor?: string): Promise<number> };

export function createLeaderLock(
  redis: Redis,
  options: { prefix: string; log: Log; times?: typeof usual },
): LeaderLock {
  const { prefix, log, times = usual } = options;
  redis.defineCommand('keepName', { numberOfKeys: 1, lua: readScript('guard') });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;

  const takeFree = async (key: string, token: string) =>
    (await redis.set(key, token, 'PX', times.keepMs, 'NX')) === 'OK';

  /** What a dead process of this machine left: from that very one, so that of two who wait one gets it. */
  async function takeFromDead(key: string, token: string, name: string): Promise<boolean> {
    const holder = await redis.get(key);
    if (holder === null || !isOfDead(holder)) return false;
    const taken = (await commands.keepName(key, holder, times.keepMs, token)) === 1;
    if (taken) log.info({ name }, 'the process that had this has ended without letting go of it');
    return taken;
  }

  return {
    async hold(name, { signal, onWait, onLost }) {
      const key = keysFor(prefix).guard(name);
      const token = newToken();
      let waited = false;
      while (!(await takeFree(key, token)) && !(await takeFromDead(key, token, name))) {
        if (!waited) {
          log.info({ name }, 'another process has this; waiting for it');
          onWait?.();
        }
        waited = true;
        await sleep(times.askMs, undefined, { signal });
      }
      const over = new AbortController();
      let renewed = performance.now();
      /** One that has run out while this process or Redis was held up, and that nobody took, is ours still. */
      const renew = async () =>
        (await commands.keepName(key, token, times.keepMs)) === 1 || (await takeFree(key, token));
      const renewing = (async () => {
        for (;;) {
          await sleep(times.renewMs, undefined, { signal: over.signal });
          const kept = await renew().catch(() => undefined);
          if (kept) renewed = performance.now();
          // Redis may be away for a moment; past the time it was kept, somebody else may have it.
          if (kept === false || performance.now() - renewed > times.keepMs) return onLost();
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
