/** Requests that wait for whoever posted a picture to allow them. Nothing is reserved meanwhile. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type Json, jsonSchema } from '../../domain/job.ts';
import { keysFor } from '../keys.ts';

const aboutSchema = z.object({
  platform: z.string(),
  scope: z.string(),
  requester: z.string(),
  owner: z.string(),
  /** ms since 1970. */
  until: z.number(),
});
/** Who asks whom, and by when it lapses. */
export type ConsentAbout = z.infer<typeof aboutSchema>;

export type Consent = ConsentAbout & {
  id: string;
  /** Where it can be pressed; undefined until that is known. Only its platform reads it. */
  card: Json | undefined;
  /** What was asked for; only the chat reads it. */
  request: Json;
};

export type Consents = {
  /** False where the same was asked before. */
  add(id: string, about: ConsentAbout, request: Json): Promise<boolean>;
  /** Where its card stands. */
  at(id: string, card: Json): Promise<void>;
  read(id: string): Promise<Consent | undefined>;
  /** As `read`, for one caller in all processes: it waits no more. */
  take(id: string): Promise<Consent | undefined>;
  /** Ids of those whose time is over. */
  lapsed(now: number): Promise<string[]>;
};

/** ms. So long after its time a lapse is still told, should nobody have been there for it. */
const toldMs = 86_400_000;

export function createConsents(redis: Redis, prefix: string): Consents {
  const keys = keysFor(prefix);
  function from(id: string, hash: Record<string, string>): Consent | undefined {
    const { about, card, request } = hash;
    if (about === undefined || request === undefined) return undefined;
    const parsed = (text: string) => jsonSchema.parse(JSON.parse(text));
    return {
      ...aboutSchema.parse(JSON.parse(about)),
      id,
      card: card === undefined ? undefined : parsed(card),
      request: parsed(request),
    };
  }
  return {
    async add(id, about, request) {
      const key = keys.consent(id);
      const isFirst = (await redis.hsetnx(key, 'about', JSON.stringify(about))) === 1;
      await redis
        .multi()
        .hset(key, 'request', JSON.stringify(request))
        .pexpireat(key, about.until + toldMs)
        .zadd(keys.consents, about.until, id)
        .exec();
      return isFirst;
    },
    async at(id, card) {
      // One that was answered meanwhile does not come back.
      if ((await redis.exists(keys.consent(id))) === 1)
        await redis.hset(keys.consent(id), 'card', JSON.stringify(card));
    },
    read: async (id) => from(id, await redis.hgetall(keys.consent(id))),
    async take(id) {
      const key = keys.consent(id);
      const answers = await redis.multi().hgetall(key).del(key).zrem(keys.consents, id).exec();
      const [error, hash] = answers?.[0] ?? [new Error('the connection was lost')];
      if (error) throw error;
      // What `hgetall` answers.
      return from(id, hash as Record<string, string>);
    },
    lapsed: (now) => redis.zrange(keys.consents, '-inf', String(now), 'BYSCORE'),
  };
}
