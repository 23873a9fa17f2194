/** A job in the queue, or at the provider, as both keep it. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Job } from '../../domain/job.ts';
import type { Keys } from '../keys.ts';

const entrySchema = z.object({
  person: z.string(),
  model: z.string(),
  at: z.number(),
  personAtMost: z.number().exactOptional(),
});
export type QueueEntry = z.infer<typeof entrySchema> & { id: string };

export type QueueEntries = {
  /** Who waits to be paid for, and whom the provider has. */
  queue(): Promise<{ queued: QueueEntry[]; running: QueueEntry[] }>;
  /** Whether anybody waits to be paid for; less to ask for than who. */
  hasQueue(): Promise<boolean>;
  /** How many jobs the provider has. */
  atProvider(): Promise<number>;
  /** Takes a job out of both that is not there any more. */
  leaveQueue(id: string): Promise<void>;
};

const queueEntryFrom = (id: string, text: string): QueueEntry => ({
  id,
  ...entrySchema.parse(JSON.parse(text)),
});

export const queueEntryOf = ({
  scope,
  requester,
  model,
  createdAt,
  personAtMost,
}: Pick<Job, 'scope' | 'requester' | 'model' | 'createdAt' | 'personAtMost'>): string =>
  JSON.stringify({ person: `${scope} ${requester}`, model, at: createdAt, personAtMost });

export const createQueueEntries = (redis: Redis, keys: Keys): QueueEntries => ({
  async queue() {
    const [queued, running] = await Promise.all([redis.hgetall(keys.line), redis.hgetall(keys.running)]);
    const entries = (hash: Record<string, string>) =>
      Object.entries(hash).map(([id, text]) => queueEntryFrom(id, text));
    return { queued: entries(queued), running: entries(running) };
  },
  hasQueue: async () => (await redis.hlen(keys.line)) > 0,
  atProvider: () => redis.hlen(keys.running),
  async leaveQueue(id) {
    await redis.multi().hdel(keys.line, id).hdel(keys.running, id).exec();
  },
});
