/** Messages that speak to the bot: `@Darkroom upscale x4`, mostly in reply to a picture. */
import { MessageType } from 'discord.js';
import { isMeant } from '../../../chat/typed/meant.ts';
import { said } from '../../../chat/typed/said.ts';
import { mostMedia } from '../cards/choice.ts';
import type { Incoming } from '../cards/post-message.ts';
import type { About, Bot } from '../context.ts';
import { replyWithNewest } from '../form/newest.ts';
import { mediaIn } from '../requests/message-media.ts';
import { type MessageTurn, messageTurn } from '../requests/message-turn.ts';
import { chainOf } from '../requests/reply-chain.ts';
import { formWords as words } from '../words/form.ts';
import { enhanceName } from '../words/menu.ts';

/** What somebody said to the bot, without its name. */
type Heard = {
  text: string;
  /** In reply to a message of ours, which notifies us, and without our name. */
  inPassing: boolean;
  /** It names the role alone, and Discord keeps the words back. */
  withheld: boolean;
};

/** Whether it can be meant for the bot at all, as far as that costs nothing. */
export function mayConcern({ userId }: Pick<Bot, 'userId'>, message: Incoming): boolean {
  const { author, webhook_id, type, guild_id } = message;
  if (author.bot || webhook_id !== undefined) return false;
  if (type !== MessageType.Default && type !== MessageType.Reply) return false;
  return guild_id === undefined || notifies(message, userId) || rolesIn(message).length > 0;
}

/** Rejects only where nothing can be said of what went wrong. */
export async function handleMessage(bot: Bot, message: Incoming): Promise<void> {
  const heard = await heardIn(bot, message);
  if (!heard || !(await bot.once(message.id))) return;
  const turn = messageTurn(bot, message);
  const { text, inPassing, withheld } = heard;
  if (withheld)
    return turn.reply({ kind: 'notice', text: words.byRole(bot.traits.example('upscale x4'), enhanceName) });
  await said(bot, turn, text, {
    inPassing,
    about: () => aboutOf(bot, turn, message),
    toLink: (link) => ({ ...link, spoiler: false }),
  });
}

/** Undefined for what is not meant for the bot. */
async function heardIn(
  { userId, ownRole, seesContent }: Pick<Bot, 'userId' | 'ownRole' | 'seesContent'>,
  message: Incoming,
): Promise<Heard | undefined> {
  const { content, guild_id: guild, referenced_message: replied } = message;
  const roles = rolesIn(message);
  const role = guild === undefined || roles.length === 0 ? undefined : await ownRole(guild, roles);
  const names = [`<@!?${userId}>`, ...(role === undefined ? [] : [`<@&${role}>`])];
  const text = content.replaceAll(new RegExp(names.join('|'), 'g'), ' ');
  const mentioned = notifies(message, userId);
  if (text !== content || guild === undefined) return { text, inPassing: false, withheld: false };
  if (role !== undefined)
    return { text, inPassing: false, withheld: !seesContent && !mentioned && content === '' };
  const isReply = mentioned && replied?.author.id === userId;
  return isReply && isMeant(text, mediaIn(message).length > 0)
    ? { text, inPassing: true, withheld: false }
    : undefined;
}

const notifies = ({ mentions }: Incoming, userId: string): boolean =>
  mentions.some(({ id }) => id === userId);

/** Whoever may not notify a role still names it. */
const rolesIn = ({ content, mention_roles }: Incoming): string[] => [
  ...new Set([...mention_roles, ...[...content.matchAll(/<@&(\d+)>/g)].flatMap(([, id]) => id ?? [])]),
];

async function aboutOf(bot: Bot, turn: MessageTurn, message: Incoming): Promise<About> {
  const { media, earlier, replies, withheld } = await chainOf(bot, turn, message);
  const about = { media: media.slice(0, mostMedia), earlier, unusable: [] };
  if (withheld) return { ...about, nothing: { text: words.blind(enhanceName) } };
  if (replies) return { ...about, nothing: { text: words.nothingThere(enhanceName) } };
  return {
    ...about,
    nothing: 'help',
    /** As a command without a file: the newest that fits, named, with a button for the next older one. */
    async otherwise(request) {
      const visible = bot.seesContent || turn.conversation.direct;
      if (!visible) return turn.reply({ kind: 'notice', text: words.noMedia(enhanceName) });
      const conversation = await bot.conversations.get(turn)?.();
      if (conversation) await replyWithNewest(bot, turn, conversation, request);
    },
  };
}
