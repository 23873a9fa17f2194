/** What is told of rooms, to all processes. */
import type { Redis } from 'ioredis';
import type { Log } from '../../log.ts';
import { keyIn } from '../keys.ts';

/** `change`: how many there were in this room, with this one; with no `id` only who is there has changed. */
export type RoomChange = { room: string; id?: string; change?: number };

export function createChanges(redis: Redis, { prefix, log }: { prefix: string; log: Log }) {
  const channel = keyIn(prefix)('room-told');
  const listeners = new Set<(change: RoomChange) => void>();
  let subscriber: Redis | undefined;

  return {
    told: async (change: RoomChange): Promise<void> => {
      await redis.publish(channel, JSON.stringify(change));
    },

    async onChange(listener: (change: RoomChange) => void): Promise<() => void> {
      listeners.add(listener);
      if (!subscriber) {
        subscriber = redis.duplicate();
        subscriber.on('error', (error) => log.warn({ err: error }, 'redis subscriber'));
        subscriber.on('message', (_channel, text) => {
          for (const each of listeners) each(JSON.parse(text));
        });
        await subscriber.subscribe(channel);
      }
      return () => listeners.delete(listener);
    },

    async close(): Promise<void> {
      listeners.clear();
      subscriber?.disconnect();
    },
  };
}
