/** Where a job is shown: what its record keeps for this platform. It holds no token and no response_url. */
import { z } from 'zod';
import type { Shown } from '../../chat/request.ts';
import type { Opening } from '../../chat/turn.ts';
import type { Job, Json } from '../../core/domain/job.ts';
import type { Bot, Conversation, Found } from './context.ts';
import { asideSchema, postingSchema } from './posted.ts';

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
  /** Where the source was taken from; `file`: of Slack's; `picture`: its id, where messages show its kind. */
  origin: z.object({ file: text, url: z.string(), name: z.string(), picture: text }).exactOptional(),
  /** An upload that may have been posted already: before another one it is looked for. */
  posting: postingSchema.exactOptional(),
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
      /** What can be done with it stands under it, not in the card. */
      buttons: z.boolean().exactOptional(),
      removed: z.boolean().exactOptional(),
      /** Other results stand in the same message: how many there are, and the file that names it. */
      together: z.object({ id: z.string(), count: z.number() }).exactOptional(),
    })
    .exactOptional(),
  /** What was posted of the result beside it, in any channel. `own`: by itself, see `Platform.accompany`. */
  asides: z.array(asideSchema).exactOptional(),
  /** An upload that may have been posted by itself already, as `posting`. */
  accompanying: postingSchema.exactOptional(),
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
  ...(result && !result.removed && { result: standing(result) }),
  removed: result?.removed,
});
const standing = ({ change, together }: NonNullable<Address['result']>) => ({
  changed: change !== undefined,
  together,
});
export const shown = (json: Json): Shown => shownAt(readAddress(json));

/** Where something is going to be shown. @param now ms since 1970 */
export function addressOf(
  { source, from, kept }: Pick<Opening<Found>, 'source' | 'from' | 'kept'>,
  requester: string,
  home: Conversation,
  now: number,
): Address {
  const { alt, author } = source ? { alt: source.alt, author: source.posted?.by } : marksOf(from);
  return {
    team: home.team,
    channel: home.channel,
    ...(home.thread === undefined ? {} : { thread: home.thread }),
    anew: 0,
    requester,
    askedAt: now,
    direct: home.direct,
    ...(alt || author ? { marks: markedBy(alt, author) } : {}),
    ...(source ? { origin: originOf(source) } : originAgain(from, kept)),
  };
}

/** The same source, where it is that which is used again. */
function originAgain(from: Job | undefined, kept: Opening['kept']): Pick<Address, 'origin'> {
  const origin = from && kept === 'source' ? readAddress(from.address).origin : undefined;
  return origin ? { origin } : {};
}

type Marks = { alt?: string | undefined; author?: string | undefined };
const marksOf = (from: Job | undefined): Marks => (from && readAddress(from.address).marks) ?? {};
const markedBy = (alt: string | undefined, author: string | undefined) => ({
  ...(alt && { alt }),
  ...(author && { author }),
});
/** https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object */
const shownNames = /\.(?:png|jpe?g|gif)$/i;
export const pictureOf = ({ file, name }: { file?: string | undefined; name: string }): string | undefined =>
  file !== undefined && shownNames.test(name) ? file : undefined;

function originOf({ file, url, name }: Found): NonNullable<Address['origin']> {
  const picture = pictureOf({ file, name });
  return { url, name, ...(file !== undefined && { file }), ...(picture !== undefined && { picture }) };
}

/** The address as the record has it now. @param given used where there is no record any more */
export async function addressNow(
  { requests }: Pick<Bot, 'requests'>,
  id: string,
  given: Address,
): Promise<Address> {
  const job = await requests.read(id);
  return job ? readAddress(job.address) : given;
}

/**
 * A card that is posted anew and an upload that is begun each know something the other does not: the change is made to
 * what the record says now.
 * @returns the address as it is from now on
 */
export async function amend(
  { requests }: Pick<Bot, 'requests'>,
  id: string,
  given: Address,
  change: (now: Address) => Address,
): Promise<Address> {
  const kept = await requests.move(id, (now) => keepAddress(change(readAddress(now))));
  return kept === undefined ? change(given) : readAddress(kept);
}
