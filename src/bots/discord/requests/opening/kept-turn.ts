/** A turn that waits for somebody's word, as it is kept until it is gone on with. */
import { z } from 'zod';
import type { Json } from '../../../../core/domain/job.ts';
import type { Answered } from '../../cards/post-message.ts';
import type { Conversation, Found } from '../../context.ts';
import type { Where } from '../message-author.ts';

const text = z.string();
const keptSchema = z.object({
  key: text,
  message: z.object({
    id: text,
    channel_id: text,
    guild_id: text.exactOptional(),
    author: z.object({ id: text }),
  }),
  where: z.object({
    person: z.object({
      platform: text,
      scope: text,
      requester: text,
      groups: z.array(text).exactOptional(),
      admin: z.boolean().exactOptional(),
      channel: text.exactOptional(),
      above: text.exactOptional(),
    }),
    moderates: z.boolean(),
    conversation: z.object({
      guild: text.exactOptional(),
      channel: text,
      direct: z.boolean(),
      restricted: z.boolean(),
      permissions: text.transform(BigInt),
      member: z.boolean(),
      thread: z.boolean(),
    }),
  }),
});

export function keptTurn(key: string, { id, channel_id, guild_id, author }: Answered, where: Where): Json {
  const permissions = String(where.conversation.permissions);
  const conversation = { ...where.conversation, permissions };
  const message = { id, channel_id, guild_id, author: { id: author.id } };
  // JSON has no undefined; what is left out stays out.
  return JSON.parse(JSON.stringify({ key, message, where: { ...where, conversation } }));
}

export function readTurn(kept: Json): { key: string; message: Answered; where: Where } {
  const { key, message, where } = keptSchema.parse(kept);
  const { guild } = where.conversation;
  return { key, message, where: { ...where, conversation: { ...where.conversation, guild } } };
}

/** What is answered where an interaction cannot be any more: the message that the source stands in. */
export const answeredBy = (
  source: Found | undefined,
  { channel, guild }: Conversation,
  requester: string,
): Answered => ({
  id: source?.message?.channel === channel ? source.message.id : '',
  channel_id: channel,
  ...(guild !== undefined && { guild_id: guild }),
  author: { id: requester },
});
