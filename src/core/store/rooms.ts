/** What is said in conversations that we keep ourselves: messages in order, who is there, and how every process learns of both. */
import type { Redis } from 'ioredis';
import type { Json } from '../domain/job.ts';
import type { Log } from '../log.ts';
import { keysFor } from './keys.ts';

/** Written by some version of this program: check its shape. */
export type Kept = { id: string; message: unknown };

/** `change`: how many there were in this room, with this one; left out, only who is there has changed. */
export type RoomChange = { room: string; id?: string; change?: number };

export type Rooms = {
  /** Once for an id. @returns false where it stands already */
  add(room: string, id: string, message: Json): Promise<boolean>;
  /** Puts it in the place of the one that stands under this id. @returns false where there is none */
  change(room: string, id: string, message: Json): Promise<boolean>;
  /** That it is gone already is fine. */
  remove(room: string, id: string): Promise<void>;
  read(room: string, id: string): Promise<unknown>;
  /** The newest, the oldest of them first, and how many changes there were. */
  list(room: string): Promise<{ change: number; messages: Kept[] }>;
  /** Calls back for each change in any process. Returns how to stop. */
  onChange(listener: (change: RoomChange) => void): Promise<() => void>;
  /** A person's name, as long as history is kept after they were last here. */
  rename(person: string, name: string): Promise<void>;
  namesOf(people: readonly string[]): Promise<Map<string, string>>;
  /** They are here for another minute, or have left. */
  come(room: string, person: string): Promise<void>;
  leave(room: string, person: string): Promise<void>;
  here(room: string): Promise<string[]>;
  close(): Promise<void>;
};

/** The oldest go. */
const mostMessages = 400;
/** ms */
const hereMs = 60_000;

/** @param options.keptMs how long a room is kept in which nothing happens */
export function createRooms(
  redis: Redis,
  options: { prefix: string; log: Log; clock: () => number; keptMs: number },
): Rooms {
  const { log, clock, keptMs } = options;
  const keys = keysFor(options.prefix);
  const listeners = new Set<(change: RoomChange) => void>();
  let subscriber: Redis | undefined;

  async function changed(room: string, id: string): Promise<void> {
    const change = await redis.incr(keys.roomChange(room));
    await redis
      .multi()
      .pexpire(keys.roomChange(room), keptMs)
      .pexpire(keys.room(room), keptMs)
      .pexpire(keys.roomOrder(room), keptMs)
      .publish(keys.roomTold, JSON.stringify({ room, id, change }))
      .exec();
  }

  async function trim(room: string): Promise<void> {
    const old = await redis.zrange(keys.roomOrder(room), '0', String(-mostMessages - 1));
    if (old.length === 0) return;
    await redis
      .multi()
      .hdel(keys.room(room), ...old)
      .zrem(keys.roomOrder(room), ...old)
      .exec();
  }

  const present = (room: string) => redis.publish(keys.roomTold, JSON.stringify({ room }));

  return {
    async add(room, id, message) {
      const at = await redis.incr(keys.roomChange(room));
      const answers = await redis
        .multi()
        .hsetnx(keys.room(room), id, JSON.stringify(message))
        .zadd(keys.roomOrder(room), 'NX', at, id)
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
        .hset(keys.room(room), id, JSON.stringify(message))
        .zscore(keys.roomOrder(room), id)
        .exec();
      const [error, place] = answers?.[1] ?? [new Error('the connection was lost')];
      if (error) throw error;
      if (place === null) {
        await redis.hdel(keys.room(room), id);
        return false;
      }
      await changed(room, id);
      return true;
    },

    async remove(room, id) {
      const answers = await redis.multi().hdel(keys.room(room), id).zrem(keys.roomOrder(room), id).exec();
      if (answers?.[1]?.[1] === 1) await changed(room, id);
    },

    async read(room, id) {
      const text = await redis.hget(keys.room(room), id);
      return text === null ? undefined : JSON.parse(text);
    },

    async list(room) {
      // The number first: what changes meanwhile is told once more.
      const change = Number(await redis.get(keys.roomChange(room)));
      const ids = await redis.zrange(keys.roomOrder(room), '0', '-1');
      const texts = ids.length === 0 ? [] : await redis.hmget(keys.room(room), ...ids);
      const messages = ids.flatMap((id, index) => {
        const text = texts[index];
        return text ? [{ id, message: JSON.parse(text) }] : [];
      });
      return { change, messages };
    },

    async onChange(listener) {
      listeners.add(listener);
      if (!subscriber) {
        subscriber = redis.duplicate();
        subscriber.on('error', (error) => log.warn({ err: error }, 'redis subscriber'));
        subscriber.on('message', (_channel, text) => {
          for (const each of listeners) each(JSON.parse(text));
        });
        await subscriber.subscribe(keys.roomTold);
      }
      return () => listeners.delete(listener);
    },

    async rename(person, name) {
      await redis.set(keys.roomName(person), name, 'PX', keptMs);
    },
    async namesOf(people) {
      if (people.length === 0) return new Map();
      const names = await redis.mget(...people.map(keys.roomName));
      return new Map(people.flatMap((id, index) => (names[index] ? [[id, names[index]]] : [])));
    },

    async come(room, person) {
      const now = clock();
      const answers = await redis
        .multi()
        .zremrangebyscore(keys.roomHere(room), '-inf', now - hereMs)
        .zadd(keys.roomHere(room), now, person)
        .pexpire(keys.roomHere(room), hereMs)
        .exec();
      const [[, gone], [, came]] = [answers?.[0] ?? [], answers?.[1] ?? []];
      if (gone !== 0 || came !== 0) await present(room);
    },
    async leave(room, person) {
      if ((await redis.zrem(keys.roomHere(room), person)) === 1) await present(room);
    },
    here: (room) => redis.zrange(keys.roomHere(room), String(clock() - hereMs), '+inf', 'BYSCORE'),

    async close() {
      listeners.clear();
      subscriber?.disconnect();
    },
  };
}
