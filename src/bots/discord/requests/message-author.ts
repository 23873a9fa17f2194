/** Who wrote a message, and what the bot may do where it stands: what an interaction would have brought along. */
import {
  ChannelType,
  type GatewayMessageCreateDispatchData,
  OverwriteType,
  PermissionFlagsBits as P,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import type { Person } from '../../../core/domain/command.ts';
import { ownScope } from '../address.ts';
import type { Bot, Conversation } from '../context.ts';
import { invitePermissions, isApart } from './permissions.ts';

const bits = z.string().transform(BigInt);
const channelSchema = z.object({
  type: z.number(),
  nsfw: z.boolean().optional(),
  parent_id: z.string().nullish(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), type: z.number(), allow: bits, deny: bits }))
    .default([]),
});
type Channel = z.infer<typeof channelSchema>;
const guildSchema = z.object({
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: bits })),
});
const memberSchema = z.object({ roles: z.array(z.string()) });

const threads: readonly number[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** `moderates`: decides for others there. */
export type Where = { person: Person; moderates: boolean; conversation: Conversation };

/** Who it is of whom something is told, and where. */
type Author = Pick<GatewayMessageCreateDispatchData, 'guild_id' | 'channel_id'> & {
  author: { id: string };
  member?: { roles: string[] };
};

/**
 * Asks Discord, since a message says none of it.
 * @throws DiscordAPIError, as where the bot does not see the channel
 */
export async function whereOf(
  { rest, userId, platform }: Pick<Bot, 'rest' | 'userId' | 'platform'>,
  { guild_id: guild, channel_id: channel, author, member }: Author,
): Promise<Where> {
  const common = { platform, requester: author.id, channel };
  if (guild === undefined)
    return {
      person: { ...common, scope: ownScope(author.id) },
      moderates: false,
      conversation: {
        guild,
        channel,
        direct: true,
        restricted: false,
        permissions: invitePermissions,
        member: true,
        thread: false,
      },
    };
  const [here, home, self] = await Promise.all([
    rest.get(Routes.channel(channel)).then((it) => channelSchema.parse(it)),
    rest.get(Routes.guild(guild)).then((it) => guildSchema.parse(it)),
    rest.get(Routes.guildMember(guild, userId)).then((it) => memberSchema.parse(it)),
  ]);
  const thread = threads.includes(here.type);
  // A thread has its permissions and its age limit from the channel it stands in.
  const above =
    thread && here.parent_id ? channelSchema.parse(await rest.get(Routes.channel(here.parent_id))) : here;
  const may = (id: string, roles: readonly string[]) =>
    permissionsOf({ id, roles, guild, home, channel: above });
  const groups = member?.roles ?? [];
  const owns = home.owner_id === author.id;
  const theirs = may(author.id, groups);
  return {
    person: {
      ...common,
      ...(thread && here.parent_id && { above: here.parent_id }),
      ...(isApart(here.type) && { apart: true as const }),
      scope: guild,
      groups,
      admin: owns || (theirs & P.ManageGuild) !== 0n,
    },
    moderates: owns || (theirs & P.ManageMessages) !== 0n,
    conversation: {
      guild,
      channel,
      direct: false,
      restricted: above.nsfw ?? false,
      permissions: may(userId, self.roles),
      member: true,
      thread,
    },
  };
}

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites */
function permissionsOf(it: {
  id: string;
  roles: readonly string[];
  guild: string;
  home: z.infer<typeof guildSchema>;
  channel: Channel;
}): bigint {
  const { id, roles, guild, home, channel } = it;
  const own = new Set([guild, ...roles]);
  const base = home.roles
    .filter((role) => own.has(role.id))
    .reduce((sum, { permissions }) => sum | permissions, 0n);
  if ((base & P.Administrator) !== 0n) return ~0n;
  const { permission_overwrites: all } = channel;
  // Everybody's first, then all of the roles' at once, then the member's own.
  const steps = [
    all.filter((one) => one.id === guild),
    all.filter((one) => one.type === OverwriteType.Role && one.id !== guild && own.has(one.id)),
    all.filter((one) => one.type === OverwriteType.Member && one.id === id),
  ];
  return steps.reduce((may, step) => {
    const deny = step.reduce((sum, one) => sum | one.deny, 0n);
    const allow = step.reduce((sum, one) => sum | one.allow, 0n);
    return (may & ~deny) | allow;
  }, base);
}
