/** Messages that are deleted, or lose their files: what was made of them goes, too. */
import {
  type Client,
  GatewayDispatchEvents,
  type GatewayMessageDeleteBulkDispatchData,
  type GatewayMessageDeleteDispatchData,
  type GatewayMessageUpdateDispatchData,
  Routes,
} from 'discord.js';
import { lookForDeleted, sourceDeleted } from '../../../chat/owner/followed.ts';
import { readAddress } from '../address.ts';
import type { Bot } from '../context.ts';
import { errorKind } from '../errors.ts';
import { mediaIn } from '../requests/message-media.ts';
import { placeOf } from '../requests/source.ts';

/** @param run keeps what was begun, until it is over */
export function hearDeletions(client: Client, bot: Bot, run: (work: Promise<void>) => void): void {
  const gone = (channel: string, id: string) => run(sourceDeleted(bot, bot.platform, placeOf(channel, id)));
  client.ws.on(GatewayDispatchEvents.MessageDelete, (it: GatewayMessageDeleteDispatchData) =>
    gone(it.channel_id, it.id),
  );
  client.ws.on(GatewayDispatchEvents.MessageDeleteBulk, (it: GatewayMessageDeleteBulkDispatchData) => {
    for (const id of it.ids) gone(it.channel_id, id);
  });
  client.ws.on(GatewayDispatchEvents.MessageUpdate, (it: GatewayMessageUpdateDispatchData) => {
    // Links that were looked up are told as changes, too; and what is not shown to the bot looks empty.
    if (it.edited_timestamp && bot.seesContent) run(fileTaken(bot, it));
  });
}

/** A message stays where one of its files is taken out: what was made of that goes. */
async function fileTaken(bot: Bot, message: GatewayMessageUpdateDispatchData): Promise<void> {
  const at = placeOf(message.channel_id, message.id);
  const ids = await bot.requests.followed.madeOf(bot.platform, at);
  if (ids.length === 0) return;
  const there = new Set(mediaIn(message).map(({ url }) => pathOf(url)));
  for (const id of ids) {
    const job = await bot.requests.read(id);
    const { origin, source } = job ? readAddress(job.address) : {};
    // What was made of a result goes with that.
    if (origin && source?.message === message.id && !there.has(pathOf(origin.url)))
      await sourceDeleted(bot, bot.platform, at, [id]);
  }
}

/** However its address is signed. */
const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);

/** What was deleted while nobody heard. Never rejects. */
export async function missedDeletions(bot: Bot): Promise<void> {
  const isGone = async (at: string): Promise<boolean | undefined> => {
    const [channel = '', message = ''] = at.split(':');
    return bot.rest.get(Routes.channelMessage(channel, message)).then(
      () => false,
      (error: unknown) => errorKind(error) === 'gone' || undefined,
    );
  };
  await lookForDeleted(bot, bot.platform, isGone).catch((error: unknown) => {
    bot.log.warn({ err: error }, 'it was not looked for what was deleted meanwhile');
  });
}
