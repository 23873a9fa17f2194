/** Dedupes: tells the first time of something from the next ones, for all processes together. */
import type { Redis } from 'ioredis';
import { keysFor } from './keys.ts';

/** True for the first who asks with this name within `keepMs` (ms), false for everybody after. 0 ms: it is forgotten. */
export type Dedupe = (name: string, keepMs: number) => Promise<boolean>;

export function createDedupe(redis: Redis, { prefix }: { prefix: string }): Dedupe {
  const keys = keysFor(prefix);
  return async (name, keepMs) =>
    keepMs > 0
      ? (await redis.set(keys.seen(name), '1', 'PX', keepMs, 'NX')) === 'OK'
      : (await redis.del(keys.seen(name))) === 1;
}
