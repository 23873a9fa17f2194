/** What can be worked on in a message that somebody points at, as it is now. */
import { z } from 'zod';
import type { Json } from '../../../../core/domain/job.ts';
import { readAddress } from '../../address.ts';
import type { Bot, Found, Team } from '../../context.ts';
import { isPassing, slackError } from '../../errors.ts';
import { jobShownBy } from '../job-message.ts';
import { lookUpAll } from '../look-up.ts';
import { contentsOf } from '../message-media.ts';

const placeSchema = z.object({ channel: z.string(), ts: z.string() });
export type MessagePlace = z.infer<typeof placeSchema>;

/** `thread`: the ts of the first message of the thread that it stands in. */
type Read = { media: readonly Found[]; thread: string | undefined };
const threadSchema = z.object({ thread_ts: z.string().optional() });

/** Undefined where it is deleted, or not shown to the bot. @throws where Slack does not say now */
export async function readMessage(
  bot: Bot,
  team: Team,
  { channel, ts }: MessagePlace,
): Promise<Read | undefined> {
  const { read } = await bot.accessTo(team);
  try {
    // Of a message in a thread the history knows nothing; its replies are itself.
    const page = { channel, ts, oldest: ts, latest: ts, inclusive: true, limit: 2 };
    const { messages = [] } = await read.conversations.replies(page);
    const found = messages.find((it) => it.ts === ts);
    if (!found) return undefined;
    return { media: contentsOf(found, channel).media, thread: threadSchema.parse(found).thread_ts };
  } catch (error) {
    if (isPassing(error)) throw error;
    bot.log.debug({ error: slackError(error) }, 'a message could not be looked up');
    return undefined;
  }
}

/** What of it can be worked on: of the bot's own messages only results. */
export async function workable(
  bot: Bot,
  team: Team,
  place: MessagePlace,
  message: Read | undefined,
): Promise<readonly Found[]> {
  const { botUser } = await bot.accessTo(team);
  const own: Found[] = [];
  for (const it of message?.media ?? [])
    if (it.message?.author !== botUser || (await isResult(bot, team, place, it, message?.thread)))
      own.push(it);
  return (await lookUpAll(bot, team, { media: own, unusable: [] })).media;
}

/** Cards show a picture, too, which was posted elsewhere. */
async function isResult(
  bot: Bot,
  team: Team,
  { channel, ts }: MessagePlace,
  found: Found,
  below: string | undefined,
): Promise<boolean> {
  const id = found.message?.job;
  if (id === undefined || found.file === undefined) return false;
  const shown = { team, channel, thread: ts, below, files: [found.file] };
  const job = await jobShownBy(bot, shown, id);
  return job !== undefined && readAddress(job.address).status !== ts;
}

export async function picturesAt(bot: Bot, team: Team, place: Json): Promise<readonly Found[]> {
  const at = placeSchema.parse(place);
  return workable(bot, team, at, await readMessage(bot, team, at));
}
