/**
 * Requests whose cards stand, or are about to, before their jobs do. Whoever asked can give one up already, and what a
 * process that dies leaves standing is known to the others.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Person } from '../domain/command.ts';
import { type Json, jsonSchema } from '../domain/job.ts';
import { keysFor } from './keys.ts';

type Owner = Pick<Person, 'platform' | 'scope' | 'requester'>;

/** `request`: its name among those of all platforms. `place`: where the card is, as far as its platform knew. */
export type Opening = Owner & { request: string; place: Json };

export type Openings = {
  /** A card with this id is about to stand; its job is expected for ten minutes. */
  expectJob(id: string, owner: Owner): Promise<void>;
  /** The same, and where: kept for a day, and taken for left behind from `until` on, in ms since 1970. */
  recordOpening(id: string, opening: Opening, until: number): Promise<void>;
  /** Somebody still works at it; does nothing where it is closed. */
  renewOpening(id: string, until: number): Promise<void>;
  /** Its job is made, or its card is taken back. */
  closeOpening(id: string): Promise<void>;
  /** What nobody works at any more, by what they renewed last. */
  lapsedOpenings(now: number): Promise<(Opening & { id: string })[]>;
  /** The id of the job that stands for a request by now. */
  jobOfRequest(request: string): Promise<string | undefined>;
  /** To be given up as soon as it is made. False where no job of theirs is expected under this id. */
  giveUpExpected(id: string, owner: Owner): Promise<boolean>;
  /** The job is made, and expected no more. Answers whether it is to be given up. */
  expectedCame(id: string): Promise<boolean>;
};

/** Longer than a source takes to be fetched. */
const expectedMs = 600_000;
/** A program that stands still for longer finds cards that nobody looks at any more. */
const openingMs = 86_400_000;

const ownerSchema = z.object({ platform: z.string(), scope: z.string(), requester: z.string() });
const openingSchema = ownerSchema.extend({ request: z.string(), place: jsonSchema });

export function createOpenings(redis: Redis, prefix: string): Openings {
  const keys = keysFor(prefix);

  const readAs = async <Read>(schema: z.ZodType<Read>, id: string): Promise<Read | undefined> =>
    schema.safeParse(JSON.parse((await redis.get(keys.expected(id))) ?? 'null')).data;
  const close = async (id: string) => {
    // One that is in the set alone is taken out of it when its time is over.
    await Promise.all([redis.del(keys.expected(id)), redis.zrem(keys.openings, id)]);
  };

  return {
    async expectJob(id, { platform, scope, requester }) {
      const text = JSON.stringify({ platform, scope, requester });
      await redis.set(keys.expected(id), text, 'PX', expectedMs);
    },
    async recordOpening(id, opening, until) {
      await redis
        .multi()
        .set(keys.expected(id), JSON.stringify(opening), 'PX', openingMs)
        .zadd(keys.openings, until, id)
        .exec();
    },
    async renewOpening(id, until) {
      await redis.zadd(keys.openings, 'XX', until, id);
    },
    closeOpening: close,
    async lapsedOpenings(now) {
      const lapsed: (Opening & { id: string })[] = [];
      for (const id of await redis.zrange(keys.openings, '-inf', String(now), 'BYSCORE')) {
        const opening = await readAs(openingSchema, id);
        if (opening) lapsed.push({ ...opening, id });
        else await close(id);
      }
      return lapsed;
    },
    jobOfRequest: async (request) => (await redis.hget(keys.request(request), 'id')) ?? undefined,

    async giveUpExpected(id, { platform, scope, requester }) {
      const owner = await readAs(ownerSchema, id);
      if (owner?.platform !== platform || owner.scope !== scope || owner.requester !== requester)
        return false;
      await redis.set(keys.givenUp(id), '1', 'PX', expectedMs);
      return true;
    },
    async expectedCame(id) {
      // What was not expected could not be given up.
      if ((await redis.del(keys.expected(id))) === 0) return false;
      const [givenUp] = await Promise.all([redis.exists(keys.givenUp(id)), redis.zrem(keys.openings, id)]);
      return givenUp === 1;
    },
  };
}
