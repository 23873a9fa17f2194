/** Where a job is shown on the page, as its record keeps it. */
import { z } from 'zod';
import type { Shown } from '../../chat/request.ts';
import type { Json } from '../../core/domain/job.ts';
import { fileSchema } from '../../pages/channel/log/messages.ts';

const text = z.string();
const addressSchema = z.object({
  room: text,
  /** Of the message that is its card; and when it was asked for, in ms since 1970. */
  card: text,
  at: z.number(),
  requester: text,
  /** The source where it is posted, and who posted it. */
  source: z.object({ message: text, file: fileSchema }).exactOptional(),
  author: text.exactOptional(),
  alt: text.exactOptional(),
  /** Of the message with the result; `together`: with how many others. */
  result: z.object({ id: text, changed: z.boolean(), together: z.number().exactOptional() }).exactOptional(),
  removed: z.literal(true).exactOptional(),
});
export type Address = z.infer<typeof addressSchema>;

/** @throws ZodError for what is none of our addresses: a defect */
export const readAddress = (json: Json): Address => addressSchema.parse(json);

/** As JSON: nothing in it is undefined. */
export const keepAddress = (address: Address): Json => z.json().parse(JSON.parse(JSON.stringify(address)));

export function shownAt({ room, author, result, removed }: Address): Shown {
  const { id, changed, together: count } = result ?? {};
  const together = id !== undefined && count !== undefined ? { id, count } : undefined;
  return {
    conversation: room,
    confined: false,
    author,
    removed: removed === true,
    result: result && !removed ? { changed: changed === true, together } : undefined,
  };
}

export const shown = (json: Json): Shown => shownAt(readAddress(json));
