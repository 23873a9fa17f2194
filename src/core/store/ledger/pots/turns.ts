/** Who shows something just now, of all processes: one edit after the other, and the newest last. */
import type { Redis } from 'ioredis';
import { newToken } from '../../../domain/token.ts';
import type { Keys } from '../../keys.ts';
import { readScript } from '../../lua/scripts.ts';

/** ms. Whoever dies at it is waited for so long. */
const turnMs = 20_000;

/** @returns what ends it; undefined where somebody is at it */
export type Turns = (id: string) => Promise<(() => Promise<void>) | undefined>;

export const createTurns =
  (redis: Redis, keys: Pick<Keys, 'guard'>): Turns =>
  async (id) => {
    const [name, token] = [keys.guard(`purchase ${id}`), newToken()];
    if ((await redis.set(name, token, 'PX', turnMs, 'NX')) !== 'OK') return undefined;
    return async () => void (await redis.eval(readScript('guard'), 1, name, token, '0'));
  };
