/** The newest picture or video of a channel, for a command that brought none. */
import { type APIMessage, ComponentType, PermissionFlagsBits as P, Routes } from 'discord.js';
import type { Medium } from '../../../models/fields.ts';
import type { Bot, Conversation, Found, TakenNewest } from '../context.ts';
import { errorKind } from '../errors.ts';
import { jobsIn } from '../ids.ts';
import { formWords as words } from '../words/form.ts';
import { enhanceName } from '../words/menu.ts';
import { mediaIn } from './message-media.ts';
import type { RawMessage } from './raw-message.ts';

/** How far back is looked; also Discord's own default. */
const lookBack = 50;

/** Which medium was turned down: the ones after it in the same message come next, then older messages. */
export type Passed = Pick<TakenNewest, 'before' | 'refused'>;

/** The same for the same file, whenever its address was signed. */
export const keyOf = ({ url }: Pick<Found, 'url'>): string => new URL(url).pathname;

/**
 * The newest medium of this kind in the channel's last 50 messages, as far as their content is shown to the bot: without
 * the message-content intent its own posts and those that mention it.
 * @returns undefined where there is none, or where the bot may not read.
 */
export async function newestMedia(
  bot: Pick<Bot, 'rest' | 'userId'>,
  conversation: Conversation,
  medium: Medium,
  { before, refused }: Partial<Passed> = {},
): Promise<Found | undefined> {
  if (!mayRead(conversation)) return undefined;
  const query = new URLSearchParams({ limit: String(lookBack) });
  if (before !== undefined) query.set('before', String(BigInt(before) + 1n));
  let messages: APIMessage[];
  try {
    // The documented answer of this route; what is in the messages is only ever read leniently.
    messages = (await bot.rest.get(Routes.channelMessages(conversation.channel), { query })) as APIMessage[];
  } catch (error) {
    const kind = errorKind(error);
    if (kind === 'no-access' || kind === 'gone') return undefined;
    throw error;
  }
  return messages
    .flatMap((message) => postedIn(message, bot.userId).filter((it) => it.medium === medium))
    .find((it) => !(it.message?.id === before && refused?.includes(keyOf(it))));
}

/**
 * As `mediaIn`, without what is only shown: the bot's own cards and prices have a picture in their frame that was posted
 * elsewhere, by somebody else.
 */
export function postedIn(message: RawMessage, userId: string): Found[] {
  const { author, components = [] } = message;
  if (author.id !== userId) return mediaIn(message);
  const [job] = jobsIn(components);
  const found = mediaIn({
    ...message,
    components: components.filter(({ type }) => type !== ComponentType.Container),
  });
  return found.map((it) => ({ ...it, ...(it.message && job && { message: { ...it.message, job } }) }));
}

const mayRead = ({ permissions, member, guild }: Conversation): boolean =>
  member && (guild === undefined || (permissions & P.ReadMessageHistory) !== 0n);

/** What to do where nothing was found. */
export function nothingNewest(
  { seesContent }: Pick<Bot, 'seesContent'>,
  conversation: Conversation,
  medium: Medium,
): string {
  if (!mayRead(conversation)) return words.cannotRead(medium);
  const blind = !seesContent && conversation.guild !== undefined;
  return [words.noneNewer(medium), ...(blind ? [words.blind(enhanceName)] : [])].join(' ');
}
