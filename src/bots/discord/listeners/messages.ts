/** Messages that speak to the bot: `@Darkroom upscale x4`, mostly in reply to a picture. */
import { MessageType } from 'discord.js';
import { isRequest, said } from '../../../chat/said.ts';
import { mostMedia } from '../cards/choice.ts';
import type { Incoming } from '../cards/post-message.ts';
import type { About, Bot } from '../context.ts';
import { replyWithNewest } from '../form/newest.ts';
import { type MessageTurn, messageTurn } from '../requests/message-turn.ts';
import { chainOf } from '../requests/reply-chain.ts';
import { formWords as words } from '../words/form.ts';
import { enhanceName } from '../words/menu.ts';

/** What is meant for the bot, as text; undefined for everything else. */
export function requestIn(
  bot: Pick<Bot, 'userId' | 'roleIn'>,
  message: Incoming,
): { text: string } | undefined {
  const incoming = incomingText(bot, message);
  // Somebody may talk about a result, in reply to it.
  return incoming && (incoming.certain || isRequest(incoming.text)) ? incoming : undefined;
}

/** Rejects only where nothing can be said of what went wrong. */
export async function handleMention(bot: Bot, message: Incoming, text: string): Promise<void> {
  const turn = messageTurn(bot, message);
  await said(bot, turn, text, {
    about: () => aboutOf(bot, turn, message),
    toLink: (link) => ({ ...link, spoiler: false }),
  });
}

/** What is said to the bot; `certain`: it is named, or nobody else is there. */
function incomingText(
  { userId, roleIn }: Pick<Bot, 'userId' | 'roleIn'>,
  message: Incoming,
): { text: string; certain: boolean } | undefined {
  const { author, webhook_id, type, content, guild_id, mentions, referenced_message: replied } = message;
  if (author.bot || webhook_id !== undefined) return undefined;
  if (type !== MessageType.Default && type !== MessageType.Reply) return undefined;
  const role = guild_id === undefined ? undefined : roleIn(guild_id);
  const names = [`<@!?${userId}>`, ...(role === undefined ? [] : [`<@&${role}>`])];
  const text = content.replaceAll(new RegExp(names.join('|'), 'g'), ' ');
  const certain = text !== content || guild_id === undefined;
  const pinged = replied?.author.id === userId && mentions.some(({ id }) => id === userId);
  return certain || pinged ? { text, certain } : undefined;
}

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
