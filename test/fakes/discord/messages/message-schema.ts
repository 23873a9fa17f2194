/** The body of a message or an edit. https://docs.discord.com/developers/resources/message#create-message */
import { z } from 'zod';
import { embed } from './embeds.ts';

const mentionsSchema = z
  .object({
    parse: z.array(z.enum(['users', 'roles', 'everyone'])).optional(),
    users: z.array(z.string()).max(100).optional(),
    roles: z.array(z.string()).max(100).optional(),
    replied_user: z.boolean().optional(),
  })
  .refine(({ parse = [], users = [] }) => !(parse.includes('users') && users.length > 0), {
    message: 'parse:["users"] and users: [ids...] are mutually exclusive.',
  })
  .refine(({ parse = [], roles = [] }) => !(parse.includes('roles') && roles.length > 0), {
    message: 'parse:["roles"] and roles: [ids...] are mutually exclusive.',
  });
const fileIndex = z.union([z.string(), z.int()]).transform(String);
export const bodySchema = z.object({
  content: z.string().max(2000).nullish(),
  embeds: z.array(embed).max(10).nullish(),
  components: z.array(z.unknown()).nullish(),
  flags: z.int().nullish(),
  tts: z.boolean().optional(),
  allowed_mentions: mentionsSchema.nullish(),
  attachments: z
    .array(
      z.object({
        id: fileIndex,
        filename: z.string().max(1024).optional(),
        description: z.string().max(1024).nullish(),
        is_spoiler: z.boolean().optional(),
      }),
    )
    .nullish(),
  message_reference: z
    .object({
      type: z.union([z.literal(0), z.literal(1)]).optional(),
      message_id: z.string(),
      channel_id: z.string().optional(),
      fail_if_not_exists: z.boolean().optional(),
    })
    .nullish(),
  nonce: z.union([z.string().max(25), z.int()]).nullish(),
  enforce_nonce: z.boolean().optional(),
  poll: z.unknown().optional(),
  sticker_ids: z.array(z.string()).max(3).optional(),
});
export type MessageBody = z.infer<typeof bodySchema>;
export type AllowedMentions = MessageBody['allowed_mentions'];
