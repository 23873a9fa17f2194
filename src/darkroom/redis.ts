/** The Redis that a Darkroom runs on: the owner's, or one that is started for its data folder. */
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { checkRedis } from '../core/store/server/check.ts';
import { startRedis } from '../embedded/redis/start.ts';
import { type Settings, SettingsError } from '../settings/settings.ts';
import { never } from './never.ts';

export async function openRedis(
  settings: Settings,
  options: { log: Log; path: string; prefix: string },
  folder: string,
) {
  if (settings.redisUrl !== undefined) {
    const { hostname, port } = new URL(settings.redisUrl);
    await checkRedis(settings.redisUrl, options);
    const description = `Redis at ${hostname}:${port || 6379} (REDIS_URL)`;
    return {
      url: settings.redisUrl,
      description,
      persist: undefined,
      lost: never,
      release: async () => {},
    };
  }
  const redis = await startRedis({ folder: join(folder, 'redis'), path: options.path });
  if (redis.kind === 'embedded' && !settings.allowEmbeddedRedis) {
    await redis.release();
    throw new SettingsError(
      'REDIS_URL is needed in production (or set ALLOW_EMBEDDED_REDIS=true and accept its limits)',
    );
  }
  for (const note of redis.notes) options.log.warn(note);
  return redis;
}
