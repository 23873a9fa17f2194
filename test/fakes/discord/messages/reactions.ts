/** Emoji that people put on messages, and take off. https://docs.discord.com/developers/events/gateway-events#message-reaction-add */
import { GatewayIntentBits as Intent, PermissionFlagsBits as P } from 'discord.js';
import { botPermissionsIn } from '../access.ts';
import { memberJson } from '../guild-json.ts';
import type { FakeState, Message, User } from '../state.ts';

/** A server's own as clients write it, `<:name:id>`. */
function emojiJson(emoji: string) {
  const [, animated, name, id] = /^<(a?):(\w+):(\d+)>$/.exec(emoji) ?? [];
  return id === undefined
    ? { id: null, name: emoji }
    : { id, name: name ?? null, animated: animated === 'a' };
}

/** Put there twice by the same person it is there once, and told once. */
export function setReaction(
  state: FakeState,
  message: Message,
  { user, emoji, added }: { user: User; emoji: string; added: boolean },
): void {
  const { channel, reactions } = message;
  const { guild } = channel;
  const people = reactions.get(emoji) ?? new Set();
  reactions.set(emoji, people);
  if (people.has(user.id) === added) return;
  if (added) people.add(user.id);
  else people.delete(user.id);
  if (!(botPermissionsIn(channel) & P.ViewChannel)) return;
  const common = {
    user_id: user.id,
    channel_id: channel.id,
    message_id: message.id,
    ...(guild && { guild_id: guild.id }),
    emoji: emojiJson(emoji),
    burst: false,
    type: 0,
  };
  state.dispatch({
    name: added ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE',
    intents: guild ? Intent.GuildMessageReactions : Intent.DirectMessageReactions,
    // Only of one that is put there it is said who that is, and whose message it is.
    data: () =>
      added
        ? {
            ...common,
            message_author_id: message.author.id,
            ...(guild && { member: memberJson(guild, user) }),
          }
        : common,
  });
}
