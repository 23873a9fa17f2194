/** What is written or sent to the bot itself. */
import type { types } from '@slack/bolt';
import type { Handle, Place } from './bot.ts';
import { formWords as words } from './form-words.ts';
import { aboutOf } from './mention.ts';
import { personOf } from './people.ts';
import type { Spoken } from './spoken.ts';
import { answerText } from './text.ts';
import { answerTyped } from './typed.ts';

/** A file alone, a file with what to do, or words; an answer in a thread is about what stands at its top. */
export const handleDirect: Handle<types.MessageEvent> = async (bot, event, team) => {
  if (event.subtype !== undefined && event.subtype !== 'file_share') return;
  const { user, channel, ts, thread_ts: thread = ts, text = '' } = event;
  const { botUser } = await bot.accessTo(team);
  if (user === botUser || ('bot_id' in event && event.bot_id)) return;
  const key = `message:${team.id}:${channel}:${ts}`;
  if (!(await bot.once(key))) return;
  const place: Place = { team, channel, thread, direct: true };
  const person = await personOf(bot, { team, user, channel });
  const spoken: Spoken = { place, person, text, key };
  if (await answerText(bot, spoken)) return;
  const about = await aboutOf(bot, spoken, event);
  await answerTyped(bot, { ...spoken, about, nothing: () => words.noMediaDirect });
};
