/** Messages that name the bot: `@Darkroom upscale x4`, mostly in the thread of a picture. */
import type { types } from '@slack/bolt';
import type { Bot, Conversation, Handle } from '../context.ts';
import type { IncomingText } from '../requests/incoming-text.ts';
import { contentsOf } from '../requests/message-media.ts';
import { personOf } from '../requests/people.ts';
import { type About, aboutThread } from '../requests/thread.ts';
import { shortcutName } from '../words/commands.ts';
import { formWords as words } from '../words/form.ts';
import { answerText } from './commands.ts';
import { answerTyped } from './typed-request.ts';

/** Passes over what is not said by a person. A mention that is edited, or told of twice, is one. */
export const handleMention: Handle<types.AppMentionEvent> = async (bot, event, team) => {
  const { user, channel, ts, thread_ts: thread = ts } = event;
  const { botUser } = await bot.accessTo(team);
  if (user === undefined || event.bot_id !== undefined || user === botUser) return;
  const key = `message:${team.id}:${channel}:${ts}`;
  if (!(await bot.isFirst(key))) return;
  const conversation: Conversation = { team, channel, thread, direct: false };
  const person = await personOf(bot, { team, user, channel });
  const text = event.text.replaceAll(new RegExp(`<@${botUser}(?:\\|[^<>]*)?>`, 'g'), ' ');
  const incoming: IncomingText = { conversation, person, text, key };
  if (await answerText(bot, incoming)) return;
  const about = await aboutOf(bot, incoming, event);
  const nothing = () =>
    about.blind ? words.cannotRead(shortcutName) : words.noMedia(`<@${botUser}>`, shortcutName);
  await answerTyped(bot, { ...incoming, about, nothing });
};

/** What a message is about: its own files, or else what its thread is about. */
export async function aboutOf(
  bot: Bot,
  { conversation, person }: IncomingText,
  message: { ts: string; thread_ts?: string },
): Promise<About> {
  const { team, channel } = conversation;
  const own = contentsOf(message, channel);
  const { ts, thread_ts: thread } = message;
  if (own.media.length > 0 || thread === undefined || thread === ts) return { ...own, blind: false };
  const about = await aboutThread(bot, person, { team, channel, thread }, ts);
  return own.unusable.length > 0 ? { ...about, unusable: own.unusable } : about;
}
