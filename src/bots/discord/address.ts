/** Where a job is shown: what its record keeps for this platform. */
import { z } from 'zod';
import type { Shown } from '../../chat/request.ts';
import type { Json } from '../../core/domain/job.ts';
import type { Bot } from './context.ts';

/** https://docs.discord.com/developers/interactions/receiving-and-responding: 15 minutes. An upload that begins late may be judged after them. */
const tokenLifeMs = 14 * 60_000;
/** What is left of a token's life for an upload to begin, in ms. */
export const uploadMarginMs = 30_000;

/** An interaction's token: with it the card can be edited wherever the bot is, and even where it is not. */
const tokenSchema = z.object({
  value: z.string(),
  /** ms since 1970; not used from then on. */
  until: z.number(),
  /** The card as this token knows it: `@original`, or its id. */
  message: z.string(),
  /** Bytes per file, as the interaction told; it may be wrong. */
  limit: z.number(),
});
export type Token = z.infer<typeof tokenSchema>;

const addressSchema = z.object({
  guild: z.string().optional(),
  channel: z.string(),
  /** The card's id. */
  card: z.string(),
  /** `View.news` of the card as it was posted with the request; left out, it was no card yet. */
  posted: z.string().optional(),
  requester: z.string(),
  /** The bot's own token can edit and post there. */
  member: z.boolean(),
  /** Age-restricted: the result never leaves the place. */
  restricted: z.boolean(),
  askedAt: z.number(),
  /** Only its price was shown, to the requester alone; a card for all follows when it is run. */
  priced: z.boolean().optional(),
  token: tokenSchema.optional(),
  /** The message the source was found in; `author`: empty where it was a message of ours. */
  source: z.object({ channel: z.string(), message: z.string(), author: z.string() }).optional(),
  /** Where the source was taken from; what Discord hosts goes after a day or so. */
  origin: z.object({ url: z.string(), name: z.string() }).optional(),
  /** Where Discord shows the source from, where it is a picture. */
  picture: z.string().optional(),
  /** The source's own alt text. */
  alt: z.string().optional(),
  spoiler: z.boolean().default(false),
  /** Of a card that itself holds several results: their files. */
  gallery: z.array(z.string()).optional(),
  /** When the first attempt to post the result began, in ms since 1970: before another one it is looked for. */
  posting: z.number().optional(),
  /**
   * The result's message. `file`: it is the card itself that holds it, under this name. `remark`: how it differs from the
   * file as it was made, or why that is not there.
   */
  result: z
    .object({
      channel: z.string(),
      message: z.string(),
      file: z.string().optional(),
      remark: z.string().optional(),
      /** So many results stand in the message. */
      count: z.number().optional(),
    })
    .optional(),
  /** What was posted of the result beside it, in any channel. `own`: by itself, see `Platform.accompany`. */
  asides: z
    .array(z.object({ channel: z.string(), message: z.string(), own: z.literal(true).optional() }))
    .optional(),
  /** When the first attempt to post something by itself began, in ms since 1970: before another one it is looked for. */
  accompanying: z.number().optional(),
});
export type Address = z.infer<typeof addressSchema>;

/** @throws ZodError for what is no address of this platform: a defect. */
export const readAddress = (json: Json): Address => addressSchema.parse(json);

/** As the record keeps it. */
// JSON has no undefined; what is left out stays out.
export const keepAddress = (address: Address): Json => JSON.parse(JSON.stringify(address));

/** What it says of its job to the conversation. */
export const shownOf = ({ channel, restricted, source, result }: Address): Shown => ({
  conversation: channel,
  confined: restricted,
  author: source?.author || undefined,
  result: result && {
    changed: result.remark !== undefined,
    together: result.count === undefined ? undefined : { id: result.message, count: result.count },
  },
});
export const shown = (json: Json): Shown => shownOf(readAddress(json));

/** The token of an interaction that has just arrived. @param message the card, as this token knows it */
export const tokenOf = (
  { interactions, clock }: Pick<Bot, 'interactions' | 'clock'>,
  { id, token, attachmentSizeLimit }: { id: string; token: string; attachmentSizeLimit: number },
  message: string,
): Token => ({
  value: token,
  until: (interactions.get(id)?.at ?? clock()) + tokenLifeMs,
  message,
  limit: attachmentSizeLimit,
});

export const isAlive = (token: Token | undefined, now: number, marginMs = 0): token is Token =>
  token !== undefined && now + marginMs < token.until;

/** ms. From so long before its end on, a card that nothing else reaches says when that is. */
const farewellMs = 2 * 60_000;

/** The card says its last for now: until somebody presses Refresh. */
export const isFarewell = ({ member, token }: Pick<Address, 'member' | 'token'>, now: number): boolean =>
  !member && token !== undefined && now >= token.until - farewellMs;

/** Opens Discord at a message. */
export const linkTo = (guild: string | undefined, channel: string, message: string): string =>
  `https://discord.com/channels/${guild ?? '@me'}/${channel}/${message}`;

/**
 * Changes what the record says now, since others may change it, too.
 * @returns the address as it is from now on; undefined where there is no record any more
 */
export async function amend(
  { requests }: Pick<Bot, 'requests'>,
  id: string,
  change: (now: Address) => Address,
): Promise<Address | undefined> {
  const kept = await requests.move(id, (now) => keepAddress(change(readAddress(now))));
  return kept === undefined ? undefined : readAddress(kept);
}

/** Where people answer for themselves: in direct messages, and where the server has not installed the bot. */
export const ownScope = (user: string): string => `dm:${user}`;
/** Whose scope it is; undefined for a server's. */
export const personOfScope = (scope: string): string | undefined => /^dm:(\d+)$/.exec(scope)?.[1];
