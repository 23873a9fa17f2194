/** Where a job is shown: what its record keeps for this platform. It holds no token and no response_url. */
import { z } from 'zod';
import type { Shown } from '../../chat/request.ts';
import type { Opening } from '../../chat/turn.ts';
import type { Job, Json } from '../../core/domain/job.ts';
import type { Conversation, Found } from './context.ts';

const text = z.string().exactOptional();

const addressSchema = z.object({
  team: z.object({ id: z.string(), enterprise: text, orgWide: z.boolean() }),
  channel: z.string(),
  /** The ts of the first message of the thread that the card stands in. */
  thread: text,
  /** The card's ts; left out, whoever shows the job first posts it. */
  status: text,
  /** `View.news` of the card as it was posted with the request; left out, it was less than a card. */
  posted: text,
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

/** What it says of its job, without asking anybody. */
export const shownAt = ({ channel, marks, result }: Address): Shown => ({
  conversation: channel,
  confined: false,
  author: marks?.author,
  // What Slack refuses for its size it refuses everywhere, so a copy that fits is all that there can be.
  result: result && !result.removed ? { changed: false } : undefined,
  removed: result?.removed,
});
export const shown = (json: Json): Shown => shownAt(readAddress(json));

/** Where something is going to be shown. @param now ms since 1970 */
export function addressOf(
  { source, from }: Pick<Opening<Found>, 'source' | 'from'>,
  requester: string,
  home: Conversation,
  now: number,
): Address {
  const marks = source ? { alt: source.alt, author: source.message?.author } : marksOf(from);
  const { alt, author } = marks;
  return {
    team: home.team,
    channel: home.channel,
    ...(home.thread === undefined ? {} : { thread: home.thread }),
    anew: 0,
    requester,
    askedAt: now,
    direct: home.direct,
    ...(alt || author ? { marks: markedBy(alt, author) } : {}),
    ...(source ? { origin: originOf(source) } : {}),
  };
}

type Marks = { alt?: string | undefined; author?: string | undefined };
const marksOf = (from: Job | undefined): Marks => (from && readAddress(from.address).marks) ?? {};
const markedBy = (alt: string | undefined, author: string | undefined) => ({
  ...(alt ? { alt } : {}),
  ...(author ? { author } : {}),
});
const originOf = ({ file, url, name }: Found) => ({ ...(file === undefined ? {} : { file }), url, name });
