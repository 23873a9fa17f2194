/** Who may do what where, and how much a file may weigh. */
import { PermissionFlagsBits as P } from 'discord.js';
import { refusal } from './http/refusals.ts';
import type { Channel, FakeState, Message, User } from './state.ts';

/** Bytes per file by a guild's boosts. https://docs.discord.com/developers/reference#uploading-files */
export const uploadLimits = [10, 10, 50, 100].map((mebibytes) => mebibytes * 1024 * 1024);
export const defaultUploadLimit = 10 * 1024 * 1024;

/** What an installation of a media bot asks for. */
export const botDefaults =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.AttachFiles |
  P.EmbedLinks |
  P.ReadMessageHistory;
export const personDefaults = botDefaults | P.UseApplicationCommands | P.AddReactions;

/** The permissions of the bot in a channel; 0 where it is not. */
export function botPermissionsIn({ kind, guild, botPermissions }: Channel): bigint {
  if (kind === 'dm') return botDefaults;
  if (kind === 'private' || !guild?.botIsMember) return 0n;
  return botPermissions;
}

/** @throws Refusal 10003, 50001 */
export function visibleChannel(state: FakeState, id: string): Channel {
  const channel = state.channels.get(id);
  if (!channel || channel.deleted) throw refusal('unknownChannel');
  if (!(botPermissionsIn(channel) & P.ViewChannel)) throw refusal('missingAccess');
  return channel;
}

/** A message that the bot's own token reaches. @throws Refusal 10003, 50001, 10008 */
export function visibleMessage(state: FakeState, channelId: string, id: string): Message {
  const channel = visibleChannel(state, channelId);
  const message = state.messages.get(id);
  // To a bot's own token an ephemeral message does not exist.
  if (!message || message.deleted || message.channel !== channel || message.visibleTo)
    throw refusal('unknownMessage');
  return message;
}

/** The bot's channel with one person, made when there is none. */
export function directChannel(state: FakeState, user: User): Channel {
  const known = [...state.channels.values()].find(
    ({ kind, recipients }) => kind === 'dm' && recipients.includes(user),
  );
  if (known) return known;
  const channel: Channel = {
    id: state.clock.snowflake(),
    kind: 'dm',
    name: '',
    guild: undefined,
    parent: undefined,
    recipients: [user],
    ageRestricted: false,
    archived: false,
    botPermissions: botDefaults,
    deleted: false,
  };
  state.channels.set(channel.id, channel);
  return channel;
}
