/** Tells the first time of something from the next ones, for all processes together. */
import type { Redis } from 'ioredis';
import { keysFor } from './keys.ts';

/** True for the first who asks with this name within `keepMs` (ms), false for everybody after. */
export type Once = (name: string, keepMs: number) => Promise<boolean>;

export function createOnce(redis: Redis, { prefix }: { prefix: string }): Once {
  const keys = keysFor(prefix);
  return async (name, keepMs) => (await redis.set(keys.seen(name), '1', 'PX', keepMs, 'NX')) === 'OK';
}
