/** A job in the queue, or at the provider, as both keep it. */
import { z } from 'zod';
import type { Job } from '../../domain/job.ts';

const entrySchema = z.object({
  person: z.string(),
  model: z.string(),
  at: z.number(),
  personAtMost: z.number().exactOptional(),
});
export type QueueEntry = z.infer<typeof entrySchema> & { id: string };

export const queueEntryFrom = (id: string, text: string): QueueEntry => ({
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
