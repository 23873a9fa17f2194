/** The message shortcut: what to do with a message's pictures and videos. */
import type { MessageShortcut } from '@slack/bolt';
import { within } from '../../../async/deadline.ts';
import { tell } from '../cards/reply-privately.ts';
import { type Bot, type Found, type Handle, type Place, Refused, type Team } from '../context.ts';
import { openForm } from '../form/open.ts';
import { type Contents, contentsOf, lookUp } from '../requests/message-media.ts';
import { earlierOf, jobIn, jobShownBy } from '../requests/thread.ts';
import { formWords as words } from '../words/form.ts';

/** ms. A form must open within 3 s; what is not known of a file by then is looked up when it is sent. */
const lookMs = 1_000;

/** Opens the form with the message's files, or with the result of the job whose message it is. */
export const handleEnhance: Handle<MessageShortcut> = async (bot, shortcut, team) => {
  const { message, channel, user, trigger_id: triggerId, response_url: responseUrl } = shortcut;
  const top = 'thread_ts' in message ? String(message.thread_ts) : message.ts;
  const place: Place = {
    team,
    channel: channel.id,
    thread: top,
    // Perhaps it is; also the conversation of two people looks like it, in which the bot is not.
    direct: false,
    responseUrl,
  };
  const at = { team, user: user.id, triggerId, place };
  const { media, unusable } = await looked(bot, team, contentsOf(message, channel.id));
  if (media.length > 0) return openForm(bot, at, { source: media });
  const id = jobIn(message);
  const where = { team, channel: channel.id, thread: message.ts };
  const job = id === undefined ? undefined : await jobShownBy(bot, where, id);
  if (job) return openForm(bot, at, earlierOf(job));
  await tell(bot, place, user.id, unusable.length > 0 ? unusable.join(' ') : words.nothingThere);
};

/** With what Slack tells of files of other organisations, as far as it does so at once. */
async function looked(bot: Bot, team: Team, { media, unusable }: Contents): Promise<Contents> {
  const refused: string[] = [];
  const all = await Promise.all(
    media.map(async (it): Promise<Found[]> => {
      try {
        return [await within(lookMs, lookUp(bot, team, it))];
      } catch (error) {
        if (!(error instanceof Refused)) return [it];
        refused.push(error.message);
        return [];
      }
    }),
  );
  return { media: all.flat(), unusable: [...unusable, ...refused] };
}
