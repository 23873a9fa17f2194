/** The wish that jobs be given up, written for all of them in one step; see `cancel.lua`. */
import type { Redis } from 'ioredis';
import { inFlight, type State } from '../domain/job.ts';
import { keysFor } from './keys.ts';
import { readScript } from './lua/scripts.ts';

export type CancelRequests = {
  /**
   * From now on none of these jobs is handed to the provider, and each is due to be looked at. Answers the ids of those
   * that can still be given up.
   * @param only.platform leaves the jobs of other platforms alone.
   * @param only.from leaves those in other states alone, by this very step; else every one on its way is meant.
   */
  requestCancel(
    ids: readonly string[],
    only?: { platform?: string; from?: readonly State[] },
  ): Promise<string[]>;
};

type Commands = { requestCancel(...args: (string | number)[]): Promise<string[]> };

export function createCancelRequests(
  redis: Redis,
  { prefix, clock }: { prefix: string; clock: () => number },
): CancelRequests {
  redis.defineCommand('requestCancel', { lua: readScript('cancel') });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);

  return {
    async requestCancel(ids, { platform, from: states = inFlight } = {}) {
      if (ids.length === 0) return [];
      const from = Object.fromEntries(states.map((state) => [state, true]));
      const names = [keys.due, keys.line, ...ids.map((id) => keys.job(id))];
      const wanted = { now: Math.round(clock()), ids, from, channel: keys.changed };
      return commands.requestCancel(
        names.length,
        ...names,
        JSON.stringify({ ...wanted, ...(platform !== undefined && { platform: JSON.stringify(platform) }) }),
      );
    },
  };
}
