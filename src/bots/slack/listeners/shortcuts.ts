/** The two shortcuts: what to do with a message's pictures and videos, and the form that asks for everything. */
import type { GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { words } from '../../../chat/words.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import type { Conversation, Handle } from '../context.ts';
import { openForm } from '../form/open.ts';
import { jobIn, jobShownBy } from '../requests/job-message.ts';
import { lookUpAll } from '../requests/look-up.ts';
import { contentsOf } from '../requests/message-media.ts';
import { earlierOf } from '../requests/thread.ts';

/** ms. A form must open within 3 s; what is not known of a file by then is looked up when it is sent. */
const lookMs = 1_000;

/** Opens the form with the message's files, or with the result of the job whose message it is. */
export const handleEnhance: Handle<MessageShortcut> = async (bot, shortcut, team) => {
  const { message, channel, user, trigger_id: triggerId, response_url: responseUrl } = shortcut;
  const top = 'thread_ts' in message ? String(message.thread_ts) : message.ts;
  const conversation: Conversation = {
    team,
    channel: channel.id,
    thread: top,
    // Perhaps it is; also the conversation of two people looks like it, in which the bot is not.
    direct: false,
    responseUrl,
  };
  const at = { team, user: user.id, triggerId, conversation };
  const { media, unusable } = await lookUpAll(bot, team, contentsOf(message, channel.id), lookMs);
  if (media.length > 0) return openForm(bot, at, { settings: {}, media });
  const id = jobIn(message);
  const where = { team, channel: channel.id, thread: message.ts };
  const job = id === undefined ? undefined : await jobShownBy(bot, where, id);
  if (job) return openForm(bot, at, { settings: {}, media: [], ...earlierOf(job) });
  const why = unusable.length > 0 ? unusable.join(' ') : words.nothingThere;
  await replyPrivately(bot, conversation, user.id, why);
};

/** Opens the form at once. */
export const handleNew: Handle<GlobalShortcut> = (bot, { user, trigger_id: triggerId }, team) =>
  openForm(bot, { team, user: user.id, triggerId });
