/** What the reader of files is asked, and what it may answer. It is a program of its own: reader-program.ts. */
import { z } from 'zod';
import { mediaRecordSchema } from '../../domain/media-record.ts';

/** MIME type by content, as `kinds.ts` gives it. */
export type Asked = { path: string; type: string; maxPixels: number };

export const readingSchema = z.union([
  mediaRecordSchema,
  /** The name of what it is instead, as kinds.ts and file-type name things. */
  z.object({ refused: z.string() }),
  /** Pixels, by its header; nothing of it was decoded. */
  z.object({ tooLarge: z.object({ width: z.number(), height: z.number() }) }),
  /** Why, for the log. */
  z.object({ damaged: z.string() }),
]);

export type Reading = z.infer<typeof readingSchema>;
