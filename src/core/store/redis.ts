/** Connections to Redis, with the settings that BullMQ and the store need. */
import { Redis } from 'ioredis';
import type { Log } from '../log.ts';

/**
 * @param url `redis://…`; its password is never logged.
 * A worker's blocking connection must wait for ever (`null`, BullMQ); ours for commands give up after 20 tries.
 */
export function connectRedis(url: string, options: { log: Log; forWorkers?: boolean }): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: options.forWorkers ? null : 20,
    // BullMQ's own strategy waits up to 20 s after a long outage; people are waiting too.
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2000) * (0.75 + Math.random() / 2),
    // A failover by DNS leaves us on a replica: connect again and resend.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  });
  redis.on('error', (error) => options.log.warn({ err: error }, 'redis connection'));
  return redis;
}
