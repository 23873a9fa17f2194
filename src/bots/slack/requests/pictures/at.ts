/** What can be worked on in a message that somebody points at, as it is now. */
import { z } from 'zod';
import type { Json } from '../../../../core/domain/job.ts';
import { readAddress } from '../../address.ts';
import type { Bot, Found, Team } from '../../context.ts';
import { jobShownBy } from '../job-message.ts';
import { lookUpAll } from '../look-up.ts';
import { messageAt } from '../thread.ts';

/** `thread`: it stands in one. */
const placeSchema = z.object({ channel: z.string(), ts: z.string(), thread: z.string().exactOptional() });
export type MessagePlace = z.infer<typeof placeSchema>;

/** None where it is deleted, or not shown to the bot; of the bot's own messages only results count. */
export async function picturesIn(bot: Bot, team: Team, place: MessagePlace): Promise<readonly Found[]> {
  const { channel, ts, thread } = place;
  const found = await messageAt(bot, { team, channel, ...(thread !== undefined && { thread }) }, ts);
  if (!found) return [];
  const { botUser } = await bot.accessTo(team);
  const own: Found[] = [];
  for (const it of found.media)
    if (it.message?.author !== botUser || (await isResult(bot, team, place, it))) own.push(it);
  return (await lookUpAll(bot, team, { media: own, unusable: [] })).media;
}

/** Cards show a picture, too, which was posted elsewhere. */
async function isResult(bot: Bot, team: Team, { channel, ts, thread: below }: MessagePlace, found: Found) {
  const id = found.message?.job;
  if (id === undefined || found.file === undefined) return false;
  const shown = { team, channel, thread: ts, below, files: [found.file] };
  const job = await jobShownBy(bot, shown, id);
  return job !== undefined && readAddress(job.address).status !== ts;
}

export const picturesAt = (bot: Bot, team: Team, place: Json): Promise<readonly Found[]> =>
  picturesIn(bot, team, placeSchema.parse(place));
