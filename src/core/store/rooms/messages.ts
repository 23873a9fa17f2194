/** Messages of a room, in order, as many as a channel shows. */
import type { Redis } from 'ioredis';
import type { Json } from '../../domain/job.ts';
import { keyIn } from '../keys.ts';
import type { RoomChange } from './changes.ts';

/** Written by some version of this program: check its shape. */
export type KeptMessage = { id: string; message: unknown };

export type Messages = {
  /** What is drawn beside it has changed. */
  changed(room: string, id: string): Promise<void>;
  /** Once for an id. @returns false where it stands already */
  add(room: string, id: string, message: Json): Promise<boolean>;
  /** Puts it in the place of the one that stands under this id. @returns false where there is none */
  change(room: string, id: string, message: Json): Promise<boolean>;
  /** That it is gone already is fine. */
  remove(room: string, id: string): Promise<void>;
  read(room: string, id: string): Promise<unknown>;
  /** The newest, the oldest of them first, and how many changes there were. */
  list(room: string): Promise<{ change: number; messages: KeptMessage[] }>;
};

/** The oldest go. */
const mostMessages = 400;

/** @param options.keptMs how long a room is kept in which nothing happens */
export function createMessages(
  redis: Redis,
  options: { prefix: string; keptMs: number; told: (change: RoomChange) => Promise<void> },
): Messages {
  const { keptMs, told } = options;
  const key = keyIn(options.prefix);
  const textsOf = (room: string) => key('room', room);
  const orderOf = (room: string) => key('room-order', room);
  const changesOf = (room: string) => key('room-change', room);

  async function changed(room: string, id: string): Promise<void> {
    const change = await redis.incr(changesOf(room));
    const lasting = redis.multi();
    for (const each of [textsOf(room), orderOf(room), changesOf(room)]) lasting.pexpire(each, keptMs);
    await lasting.exec();
    await told({ room, id, change });
  }

  async function trim(room: string): Promise<void> {
    const old = await redis.zrange(orderOf(room), '0', String(-mostMessages - 1));
    if (old.length === 0) return;
    await redis
      .multi()
      .hdel(textsOf(room), ...old)
      .zrem(orderOf(room), ...old)
      .exec();
  }

  return {
    changed,
    async add(room, id, message) {
      const at = await redis.incr(changesOf(room));
      const answers = await redis
        .multi()
        .hsetnx(textsOf(room), id, JSON.stringify(message))
        .zadd(orderOf(room), 'NX', at, id)
        .exec();
      const [error, isNew] = answers?.[0] ?? [new Error('the connection was lost')];
      if (error) throw error;
      if (isNew !== 1) return false;
      await changed(room, id);
      await trim(room);
      return true;
    },

    async change(room, id, message) {
      const answers = await redis
        .multi()
        .hset(textsOf(room), id, JSON.stringify(message))
        .zscore(orderOf(room), id)
        .exec();
      const [error, place] = answers?.[1] ?? [new Error('the connection was lost')];
      if (error) throw error;
      if (place === null) {
        await redis.hdel(textsOf(room), id);
        return false;
      }
      await changed(room, id);
      return true;
    },

    async remove(room, id) {
      const answers = await redis.multi().hdel(textsOf(room), id).zrem(orderOf(room), id).exec();
      if (answers?.[1]?.[1] === 1) await changed(room, id);
    },

    async read(room, id) {
      const text = await redis.hget(textsOf(room), id);
      return text === null ? undefined : JSON.parse(text);
    },

    async list(room) {
      // The number first: what changes meanwhile is told once more.
      const change = Number(await redis.get(changesOf(room)));
      const ids = await redis.zrange(orderOf(room), '0', '-1');
      const texts = ids.length === 0 ? [] : await redis.hmget(textsOf(room), ...ids);
      const messages = ids.flatMap((id, index) => {
        const text = texts[index];
        return text ? [{ id, message: JSON.parse(text) }] : [];
      });
      return { change, messages };
    },
  };
}
