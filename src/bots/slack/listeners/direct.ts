/** What is written or sent to the bot itself. */
import type { types } from '@slack/bolt';
import type { Conversation, Handle } from '../context.ts';
import type { IncomingText } from '../requests/incoming-text.ts';
import { personOf } from '../requests/people.ts';
import { formWords as words } from '../words/form.ts';
import { answerText } from './commands.ts';
import { aboutOf } from './messages.ts';
import { answerTyped } from './typed-request.ts';

/** A file alone, a file with what to do, or words; an answer in a thread is about what stands at its top. */
export const handleDirect: Handle<types.MessageEvent> = async (bot, event, team) => {
  if (event.subtype !== undefined && event.subtype !== 'file_share') return;
  const { user, channel, ts, thread_ts: thread = ts, text = '' } = event;
  const { botUser } = await bot.accessTo(team);
  if (user === botUser || ('bot_id' in event && event.bot_id)) return;
  const key = `message:${team.id}:${channel}:${ts}`;
  if (!(await bot.isFirst(key))) return;
  const conversation: Conversation = { team, channel, thread, direct: true };
  const person = await personOf(bot, { team, user, channel });
  const incoming: IncomingText = { conversation, person, text, key };
  if (await answerText(bot, incoming)) return;
  const about = await aboutOf(bot, incoming, event);
  await answerTyped(bot, { ...incoming, about, nothing: () => words.noMediaDirect });
};
