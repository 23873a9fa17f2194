/** Threads that are begun on messages, and pins: what a bot may do only where it was allowed to. */
import { PermissionFlagsBits as P } from 'discord.js';
import { z } from 'zod';
import { botPermissionsIn, visibleChannel, visibleMessage } from '../access.ts';
import { channelJson } from '../guild-json.ts';
import type { Places } from '../places.ts';
import type { Channel, FakeState } from '../state.ts';
import { Refusal, refusal } from './refusals.ts';
import { done, ok, type Route } from './route.ts';

const bodySchema = z.object({
  name: z.string().min(1).max(100),
  auto_archive_duration: z
    .union([z.literal(60), z.literal(1440), z.literal(4320), z.literal(10080)])
    .optional(),
});

export function threadRoutes(state: FakeState, places: Pick<Places, 'addChannel'>): Route[] {
  const demand = (channel: Channel, permission: bigint) => {
    if (!(botPermissionsIn(channel) & permission)) throw refusal('missingPermissions');
  };
  return [
    {
      method: 'POST',
      pattern: '/channels/:channel/messages/:message/threads',
      bot: true,
      answer({ part, body }) {
        const channel = visibleChannel(state, part('channel'));
        demand(channel, P.CreatePublicThreads);
        const { id } = visibleMessage(state, channel.id, part('message'));
        const { name } = bodySchema.parse(body);
        // https://docs.discord.com/developers/resources/channel#start-thread-from-message: it has the message's id.
        if (state.channels.has(id))
          throw new Refusal(400, {
            code: 160004,
            message: 'A thread has already been created for this message',
          });
        const { guild, botPermissions } = channel;
        if (!guild) throw refusal('unknownChannel');
        const thread = places.addChannel({
          guild,
          kind: 'thread',
          parent: channel,
          name,
          botPermissions,
          id,
        });
        return ok(channelJson(state, thread));
      },
    },
    {
      method: 'PUT',
      pattern: '/channels/:channel/messages/pins/:message',
      bot: true,
      answer({ part }) {
        const message = visibleMessage(state, part('channel'), part('message'));
        if (message.channel.kind !== 'dm') demand(message.channel, P.PinMessages);
        message.pinned = true;
        return done;
      },
    },
  ];
}
