/** How long runs of a model took, as far as anybody remembers: read by every card and before every question. */
import type { Redis } from 'ioredis';
import type { Keys } from '../keys.ts';

export type Durations = {
  /** Remembers how long a run took, in ms; the last 200 of each model are kept. */
  addDuration(model: string, ms: number): Promise<void>;
  /** In order, the same list for all who ask within a second, of which a plan is made; what was learned meanwhile is in the next. */
  durations(model: string): Promise<readonly number[]>;
};

const kept = 200;
/** The list is cut when it has grown by so many more, not each time. */
const spare = 50;
const freshMs = 1000;

export function createDurations(redis: Redis, keys: Keys): Durations {
  const read = new Map<string, { at: number; list: Promise<readonly number[]> }>();

  return {
    async addDuration(model, ms) {
      const key = keys.durations(model);
      const length = await redis.lpush(key, String(Math.round(ms)));
      if (length > kept + spare) await redis.ltrim(key, 0, kept - 1);
    },

    durations(model) {
      const now = performance.now();
      const before = read.get(model);
      if (before && now - before.at < freshMs) return before.list;
      const list = redis
        .lrange(keys.durations(model), 0, kept - 1)
        .then((found): readonly number[] => found.map(Number).sort((one, other) => one - other));
      const entry = { at: now, list };
      read.set(model, entry);
      list.catch(() => read.get(model) === entry && read.delete(model));
      return list;
    },
  };
}
