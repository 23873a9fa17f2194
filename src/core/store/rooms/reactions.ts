/** What people have put on messages of a room: once for each person and sign. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keyIn } from '../keys.ts';

/** People by what they have put there, each in the order of their ids. */
export type Put = Readonly<Record<string, readonly string[]>>;

export type Reactions = {
  /** Whatever was so before. */
  react(room: string, id: string, it: { sign: string; person: string; on: boolean }): Promise<void>;
  /** Of messages, those on which there is something. */
  reactionsOn(room: string, ids: readonly string[]): Promise<Map<string, Put>>;
};

const memberSchema = z.tuple([z.string(), z.string()]);

/** @param options.changed tells all who look at it */
export function createReactions(
  redis: Redis,
  options: { prefix: string; keptMs: number; changed: (room: string, id: string) => Promise<void> },
): Reactions {
  const { keptMs, changed } = options;
  const key = keyIn(options.prefix);
  const reactionsOf = (room: string, id: string) => key('room-reactions', room, id);

  return {
    async react(room, id, { sign, person, on }) {
      const [name, member] = [reactionsOf(room, id), JSON.stringify([sign, person])];
      const count = on ? await redis.sadd(name, member) : await redis.srem(name, member);
      await redis.pexpire(name, keptMs);
      if (count === 1) await changed(room, id);
    },
    async reactionsOn(room, ids) {
      const reading = redis.pipeline();
      for (const id of ids) reading.smembers(reactionsOf(room, id));
      const answers = ids.length === 0 ? [] : ((await reading.exec()) ?? []);
      return new Map(
        ids.flatMap((id, index) => {
          const members = z.array(z.string()).safeParse(answers[index]?.[1]).data ?? [];
          return members.length === 0 ? [] : [[id, putOf(members)] as const];
        }),
      );
    },
  };
}

function putOf(members: readonly string[]): Put {
  const put: Record<string, string[]> = {};
  for (const member of [...members].sort()) {
    const [sign, person] = memberSchema.parse(JSON.parse(member));
    put[sign] = [...(put[sign] ?? []), person];
  }
  return put;
}
