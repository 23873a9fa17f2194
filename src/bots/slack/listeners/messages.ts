/**
 * Messages that name the bot, `@Darkroom upscale x4`, mostly in the thread of a picture; and what is written or sent to it
 * directly: a file alone, a file with what to do, or words.
 */
import type { types } from '@slack/bolt';
import { said } from '../../../chat/typed/said.ts';
import { styleFor } from '../cards/mrkdwn.ts';
import type { About, Bot, Conversation, Handle, Team } from '../context.ts';
import { lookUpAll } from '../requests/look-up.ts';
import { type Contents, contentsOf } from '../requests/message-media.ts';
import { aboutThread, messageAt } from '../requests/thread.ts';
import { turnOf } from '../requests/turn.ts';
import { shortcutName } from '../words/commands.ts';
import { formWords as words } from '../words/form.ts';

/** Passes over what is not said by a person. */
export const handleMention: Handle<types.AppMentionEvent> = async (bot, event, team) => {
  const { user, channel, ts, thread_ts: thread = ts, bot_id: other } = event;
  const { botUser } = await bot.accessTo(team);
  if (user === undefined || other !== undefined || user === botUser) return;
  const text = event.text.replaceAll(new RegExp(`<@${botUser}(?:\\|[^<>]*)?>`, 'g'), ' ');
  const nothing = (blind: boolean) =>
    blind ? words.cannotRead(shortcutName) : words.noMedia(styleFor(botUser).me, shortcutName);
  await hear(bot, { user, conversation: { team, channel, thread, direct: false }, text, nothing }, event);
};

type SaidDirectly = Extract<
  types.MessageEvent,
  { subtype: undefined | 'file_share' | 'thread_broadcast'; user: string }
>;

/** Something a person wrote or sent to the bot; not an edit, a deletion, or what a bot said. */
export function isSaidDirectly(event: types.MessageEvent): event is SaidDirectly {
  if (event.channel_type !== 'im') return false;
  const { subtype } = event;
  if (subtype !== undefined && subtype !== 'file_share' && subtype !== 'thread_broadcast') return false;
  return !('bot_id' in event && event.bot_id) && typeof event.user === 'string';
}

export const handleDirect: Handle<SaidDirectly> = async (bot, event, team) => {
  const { user, channel, ts, thread_ts: thread = ts, text = '' } = event;
  const { botUser } = await bot.accessTo(team);
  if (user === botUser) return;
  const nothing = () => words.noMediaDirect;
  await hear(bot, { user, conversation: { team, channel, thread, direct: true }, text, nothing }, event);
};

type Message = { ts: string; thread_ts?: string; files?: unknown };
type Heard = {
  user: string;
  conversation: Conversation;
  text: string;
  nothing: (blind: boolean) => string;
};

/** A message that is edited, or told of twice, is one. */
async function hear(bot: Bot, heard: Heard, message: Message): Promise<void> {
  const { conversation, user, text } = heard;
  const key = `message:${conversation.team.id}:${conversation.channel}:${message.ts}`;
  if (!(await bot.isFirst(key))) return;
  const turn = turnOf(bot, { key, conversation, user });
  await said(bot.chat, turn, text, { about: () => aboutOf(bot, heard, message), toLink: (link) => link });
}

/**
 * What the message itself has. An `app_mention` may leave out its files (slackapi/bolt-python#925), so the message is
 * looked up before anything else is taken for what is meant.
 * @throws where Slack does not show it now: another file than the one that is meant is not to be paid for
 */
async function ownOf(
  bot: Bot,
  team: Team,
  channel: string,
  direct: boolean,
  message: Message,
): Promise<Contents> {
  const told = contentsOf(message, channel);
  if (direct || message.files !== undefined || told.media.length > 0) return told;
  const { ts, thread_ts: thread } = message;
  return (await messageAt(bot, { team, channel, ...(thread !== undefined && { thread }) }, ts)) ?? told;
}

/** What a message is about: its own files, or else what its thread is about. */
async function aboutOf(
  bot: Bot,
  { conversation: { team, channel, direct }, user, nothing }: Heard,
  message: Message,
): Promise<About> {
  const own = await ownOf(bot, team, channel, direct, message);
  const { ts, thread_ts: thread } = message;
  const about =
    own.media.length > 0 || thread === undefined || thread === ts
      ? { ...own, blind: false }
      : await aboutThread(bot, user, { team, channel, thread }, ts);
  const found = await lookUpAll(bot, team, about);
  return {
    ...about,
    media: found.media,
    unusable: own.unusable.length > 0 ? own.unusable : found.unusable,
    nothing: { text: nothing(about.blind) },
  };
}
