/** Where a job is shown: what its record keeps for this platform. It holds no token and no response_url. */
import { z } from 'zod';
import type { Json } from '../../core/domain/job.ts';
import type { ChatRequest, Conversation } from './context.ts';

const text = z.string().exactOptional();

const addressSchema = z.object({
  team: z.object({ id: z.string(), enterprise: text, orgWide: z.boolean() }),
  channel: z.string(),
  /** The ts of the first message of the thread that the card stands in. */
  thread: text,
  /** The card's ts; left out, whoever shows the job first posts it. */
  status: text,
  /** How often the card was posted anew, since the one before could not be edited. */
  anew: z.number().default(0),
  requester: z.string(),
  /** ms since 1970 */
  askedAt: z.number(),
  /** A conversation with the bot alone. */
  direct: z.boolean(),
  /** The source's own alt text, and its author. */
  marks: z.object({ alt: text, author: text }).exactOptional(),
  /** Where the source was taken from; `file`: of Slack's. */
  origin: z.object({ file: text, url: z.string(), name: z.string() }).exactOptional(),
  /** An upload that may have been posted already: before another one it is looked for. */
  posting: z.object({ file: z.string(), channel: z.string(), change: text }).exactOptional(),
  result: z
    .object({
      /** Slack's id of the file. */
      file: z.string(),
      channel: z.string(),
      /** Of the message that brings it, if it is known. */
      ts: text,
      permalink: text,
      /** Why it is not where it was asked for, or what was done to make it fit; for people. */
      why: text,
      change: text,
      /** Slack has processed it, and it is of a kind that messages show. */
      shown: z.boolean().exactOptional(),
      removed: z.boolean().exactOptional(),
    })
    .exactOptional(),
});
export type Address = z.infer<typeof addressSchema>;

/** @throws ZodError for what is no address of this platform: a defect. */
export const readAddress = (json: Json): Address => addressSchema.parse(json);

/** As the record keeps it. */
// JSON has no undefined; what is left out stays out.
export const keepAddress = (address: Address): Json => JSON.parse(JSON.stringify(address));

/** Where a request is going to be shown. @param now ms since 1970 */
export function addressOf({ person, source, marks }: ChatRequest, home: Conversation, now: number): Address {
  const alt = source?.alt ?? marks?.alt;
  const author = source?.message?.author ?? marks?.author;
  return {
    team: home.team,
    channel: home.channel,
    ...(home.thread === undefined ? {} : { thread: home.thread }),
    anew: 0,
    requester: person.requester,
    askedAt: now,
    direct: home.direct,
    ...(alt || author ? { marks: { ...(alt ? { alt } : {}), ...(author ? { author } : {}) } } : {}),
    ...(source
      ? {
          origin: {
            ...(source.file === undefined ? {} : { file: source.file }),
            url: source.url,
            name: source.name,
          },
        }
      : {}),
  };
}
