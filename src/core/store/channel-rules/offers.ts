/** Lines under pictures that offer something to whoever presses: what it would be, for as long as they can be pressed. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type Json, jsonSchema } from '../../domain/job.ts';
import type { Keys } from '../keys.ts';
import { stepSchema } from '../presets.ts';

const offeredSchema = z.object({
  /** Names the picture with what is offered, for `claim`. */
  key: z.string(),
  scope: z.string(),
  conversation: z.string(),
  /** Where the picture stands; only its platform reads it. */
  picture: jsonSchema,
  model: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The steps that follow. */
  next: z.array(stepSchema).optional(),
  /** What its button says that all of it costs. */
  price: z.number().optional(),
  /** Where the line stands; left out until that is known. */
  line: jsonSchema.optional(),
});
export type Offered = z.infer<typeof offeredSchema>;

export type Offers = {
  /** False where there is one already. */
  putOffer(id: string, offered: Offered): Promise<boolean>;
  /** Where its line stands. */
  offerAt(id: string, line: Json): Promise<void>;
  offer(id: string): Promise<Offered | undefined>;
  dropOffer(id: string): Promise<void>;
};

/** ms. So long a line can be pressed. */
const offeredMs = 30 * 86_400_000;

export const createOffers = (redis: Redis, keys: Pick<Keys, 'ruleOffer'>): Offers => ({
  putOffer: async (id, offered) =>
    (await redis.set(keys.ruleOffer(id), JSON.stringify(offered), 'PX', offeredMs, 'NX')) === 'OK',
  async offerAt(id, line) {
    const kept = await redis.get(keys.ruleOffer(id));
    if (kept === null) return;
    const offered = { ...offeredSchema.parse(JSON.parse(kept)), line };
    await redis.set(keys.ruleOffer(id), JSON.stringify(offered), 'PX', offeredMs, 'XX');
  },
  async offer(id) {
    const kept = await redis.get(keys.ruleOffer(id));
    return kept === null ? undefined : offeredSchema.safeParse(JSON.parse(kept)).data;
  },
  async dropOffer(id) {
    await redis.del(keys.ruleOffer(id));
  },
});
