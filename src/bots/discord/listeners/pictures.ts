/** Pictures in channels that have rules: an emoji on one, and new ones. */
import {
  type GatewayMessageReactionAddDispatchData as Added,
  type Client,
  GatewayDispatchEvents,
  MessageType,
  type GatewayMessageReactionRemoveDispatchData as Removed,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import { createTtlCache } from '../../../async/ttl-cache.ts';
import { posted } from '../../../chat/channel-rules/posted.ts';
import { createReactions } from '../../../chat/channel-rules/reacted.ts';
import { emojiIn } from '../../../core/text/emoji.ts';
import type { Incoming } from '../cards/post-message.ts';
import type { Bot } from '../context.ts';
import { mediaIn } from '../requests/message-media.ts';
import { picturesIn } from '../requests/pictures/at.ts';
import { placeOf } from '../requests/source.ts';
import { lineUnder, pictureTurn } from './picture-turn.ts';

const channelSchema = z.object({
  parent_id: z.string().nullish(),
  thread_metadata: z.looseObject({}).optional(),
  owner_id: z.string().optional(),
});

/** Whose rules count there: of a thread, the channel that it stands in; `ours`: it was begun under something of ours. */
type Counts = { channel: string; ours: boolean };

/** ms. A thread stays where it is. */
const keepMs = 3_600_000;

/** @param begin does it, unless nothing new is taken any more. @returns what hears a message that says nothing to the bot */
export function hearPictures(
  client: Client,
  bot: Bot,
  begin: (work: () => Promise<void>) => void,
): (message: Incoming) => void {
  const { reacted } = createReactions(bot);
  const places = createTtlCache<Counts>({ clock: bot.clock, keepMs: () => keepMs, most: 5_000 });
  const countsIn = (channel: string) => places.get(channel, () => look(bot, channel));

  const hear = (it: Added | Removed, added: boolean) => {
    const { guild_id: guild, channel_id: channel, message_id: message, user_id: person, emoji } = it;
    const key = emoji.id ?? emojiIn(emoji.name ?? '');
    const { user, roles: groups = [] } = ('member' in it && it.member) || {};
    if (guild === undefined || key === undefined || user?.bot || person === bot.userId) return;
    const at = { guild, channel, message, person, groups };
    const reaction = {
      place: { platform: bot.platform, scope: guild },
      person,
      emoji: key,
      added,
      message: placeOf(channel, message),
      channel: async () => (await countsIn(channel)).channel,
      isPerson: async () => true,
      pictures: () => picturesIn(bot, at),
      turn: async (name: string) => pictureTurn(bot, at, name),
    };
    begin(async () => {
      await reacted(reaction).finally(() =>
        bot.log.debug({ event: `${added ? 'on' : 'off'} ${person} ${message}` }, 'an emoji was handled'),
      );
    });
  };
  client.ws.on(GatewayDispatchEvents.MessageReactionAdd, (it: Added) => hear(it, true));
  client.ws.on(GatewayDispatchEvents.MessageReactionRemove, (it: Removed) => hear(it, false));

  return (message) => {
    const { guild_id: guild, channel_id: channel, id, author, member } = message;
    if (guild === undefined || !isPicture(message)) return;
    const at = { guild, channel, message: id, person: author.id, groups: member?.roles ?? [] };
    const work = () =>
      posted(bot, {
        place: { platform: bot.platform, scope: guild },
        person: author.id,
        message: placeOf(channel, id),
        conversation: channel,
        async channel() {
          const counts = await countsIn(channel);
          return counts.ours ? undefined : counts.channel;
        },
        pictures: async () => mediaIn(message),
        picture: { channel, message: id },
        line: (said) => lineUnder(bot, at, said),
        turn: (name) => pictureTurn(bot, at, name),
      });
    begin(() => work().finally(() => bot.log.debug({ event: id }, 'a picture was handled')));
  };
}

/** What a person has posted: with the content of others' messages off, files are kept back, too. */
function isPicture(message: Incoming): boolean {
  const { author, webhook_id, type } = message;
  if (author.bot || webhook_id !== undefined) return false;
  return (type === MessageType.Default || type === MessageType.Reply) && mediaIn(message).length > 0;
}

/** @throws DiscordAPIError, as where the bot does not see the channel */
async function look({ rest, userId }: Bot, id: string): Promise<Counts> {
  const {
    parent_id: parent,
    thread_metadata,
    owner_id,
  } = channelSchema.parse(await rest.get(Routes.channel(id)));
  if (!thread_metadata || !parent) return { channel: id, ours: false };
  if (owner_id === userId) return { channel: parent, ours: true };
  // A thread has the id of the message that it was begun under, if there was one.
  const top = await rest.get(Routes.channelMessage(parent, id)).catch(() => undefined);
  const author = z.looseObject({ author: z.looseObject({ id: z.string() }) }).safeParse(top).data?.author.id;
  return { channel: parent, ours: author === userId };
}
