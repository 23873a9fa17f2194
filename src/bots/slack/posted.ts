/** What a job's record keeps of files that were posted for it. */
import { z } from 'zod';

const text = z.string().exactOptional();
const byJob = z.record(z.string(), z.string()).exactOptional();

/** An upload that may have been posted already. */
export const postingSchema = z.object({
  file: z.string(),
  channel: z.string(),
  change: text,
  form: z.string().default('full'),
  /** Of several together, by job: their files, and what was done to make them fit. */
  files: byJob,
  changes: byJob,
});

/** Something that was posted of a result beside it. `own`: by itself, see `Platform.accompany`. */
export const asideSchema = z.object({
  file: z.string(),
  channel: z.string(),
  ts: text,
  own: z.literal(true).exactOptional(),
});
