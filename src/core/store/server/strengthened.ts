/** A Redis of one's own, asked to sync each write before it answers. */
import type { Redis } from 'ioredis';
import type { Log } from '../../log.ts';
import { durableWords as words } from './words.ts';

const names = ['appendonly', 'appendfsync', 'no-appendfsync-on-rewrite'] as const;

/** @returns in words what a power cut loses all the same; undefined where nothing */
export async function strengthened(redis: Redis, log: Log): Promise<string | undefined> {
  try {
    const now = await settingsOf(redis);
    if (now.get('appendonly') !== 'yes') return words.noFile;
    if (now.get('appendfsync') !== 'always') await redis.config('SET', 'appendfsync', 'always');
    // It would turn the other off while the file is rewritten.
    if (now.get('no-appendfsync-on-rewrite') === 'yes')
      await redis.config('SET', 'no-appendfsync-on-rewrite', 'no');
    const after = await settingsOf(redis);
    const holds = after.get('appendfsync') === 'always' && after.get('no-appendfsync-on-rewrite') !== 'yes';
    return holds ? undefined : words.notAlways;
  } catch (error) {
    log.debug({ err: error }, 'the settings of Redis are not ours to read or set');
    return words.notAlways;
  }
}

async function settingsOf(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of names) {
    // RESP: the name and its value.
    const [, value] = (await redis.config('GET', name)) as string[];
    if (value !== undefined) found.set(name, value);
  }
  return found;
}
