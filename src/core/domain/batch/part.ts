/** What a job's record says of the batch that it belongs to. */
import { z } from 'zod';

/** A job's place in a batch; `id`: that of the job whose address has the card. */
export const batchPartSchema = z.object({
  id: z.string(),
  /** From 0, as they were asked for. */
  position: z.number(),
  count: z.number(),
  /** Its result is posted by itself: once more, or since there was nobody to wait for. */
  alone: z.literal(true).exactOptional(),
  /** It is of a recipe; `next`: the job that takes its result. */
  step: z.object({ next: z.string().exactOptional() }).exactOptional(),
});
