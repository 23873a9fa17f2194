/** A turn that waits for somebody's word, as it is kept until it is gone on with. */
import { z } from 'zod';
import type { Json } from '../../../../core/domain/job.ts';
import type { Conversation } from '../../context.ts';

const text = z.string().exactOptional();
export const placeSchema = z.object({
  team: z.object({ id: z.string(), enterprise: text, orgWide: z.boolean() }),
  channel: z.string(),
  thread: text,
  direct: z.boolean(),
});
const turnSchema = z.object({ key: z.string(), user: z.string(), place: placeSchema, below: text });

/** Without the address for answers: it is a secret, and too old by then. */
export const keepPlace = ({ responseUrl: _, ...place }: Conversation): Json => ({
  ...place,
  team: { ...place.team },
});

export function keptTurn(it: {
  key: string;
  user: string;
  conversation: Conversation;
  below: string | undefined;
}): Json {
  const { key, user, conversation, below } = it;
  return { key, user, place: keepPlace(conversation), ...(below !== undefined && { below }) };
}

export const readTurn = (kept: Json): z.infer<typeof turnSchema> => turnSchema.parse(kept);
