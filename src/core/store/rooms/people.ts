/** Who is in a room, and what people call themselves. */
import type { Redis } from 'ioredis';
import { keyIn } from '../keys.ts';
import type { RoomChange } from './changes.ts';

export type People = {
  /**
   * A person's name in a place, as long as history is kept after they were last here.
   * @returns false where there is somebody of this id already
   */
  enter(place: string, person: string, name: string): Promise<boolean>;
  /** They are known for as long again. @returns false where they are not known */
  stay(place: string, person: string): Promise<boolean>;
  namesOf(place: string, people: readonly string[]): Promise<Map<string, string>>;
  /** They are here for another minute, or have left. */
  come(room: string, person: string): Promise<void>;
  leave(room: string, person: string): Promise<void>;
  here(room: string): Promise<string[]>;
};

/** ms */
const hereMs = 60_000;

export function createPeople(
  redis: Redis,
  options: {
    prefix: string;
    clock: () => number;
    keptMs: number;
    told: (change: RoomChange) => Promise<void>;
  },
): People {
  const { clock, keptMs, told } = options;
  const key = keyIn(options.prefix);
  const nameOf = (place: string, person: string) => key('room-name', place, person);
  const hereIn = (room: string) => key('room-here', room);

  return {
    enter: async (place, person, name) =>
      (await redis.set(nameOf(place, person), name, 'PX', keptMs, 'NX')) === 'OK',
    stay: async (place, person) => (await redis.pexpire(nameOf(place, person), keptMs)) === 1,
    async namesOf(place, people) {
      if (people.length === 0) return new Map();
      const names = await redis.mget(...people.map((it) => nameOf(place, it)));
      return new Map(
        people.flatMap((id, index) => {
          const name = names[index];
          return name ? [[id, name] as const] : [];
        }),
      );
    },

    async come(room, person) {
      const now = clock();
      const answers = await redis
        .multi()
        .zremrangebyscore(hereIn(room), '-inf', now - hereMs)
        .zadd(hereIn(room), now, person)
        .pexpire(hereIn(room), hereMs)
        .exec();
      const [gone, came] = [answers?.[0]?.[1], answers?.[1]?.[1]];
      if (gone !== 0 || came !== 0) await told({ room });
    },
    async leave(room, person) {
      if ((await redis.zrem(hereIn(room), person)) === 1) await told({ room });
    },
    here: (room) => redis.zrange(hereIn(room), String(clock() - hereMs), '+inf', 'BYSCORE'),
  };
}
