/** Who asks, and what the bot may do where they ask. */
import {
  type APIInteraction,
  ChannelType,
  type Interaction,
  InteractionContextType,
  PermissionFlagsBits as P,
} from 'discord.js';
import { z } from 'zod';
import type { Person } from '../../../core/domain/command.ts';
import { ownScope } from '../address.ts';
import type { Bot, Conversation, InteractionContext } from '../context.ts';
import type { PermissionName } from '../words/request.ts';

const needed: readonly { name: PermissionName; bit: bigint }[] = [
  { name: 'ViewChannel', bit: P.ViewChannel },
  { name: 'SendMessages', bit: P.SendMessages },
  { name: 'SendMessagesInThreads', bit: P.SendMessagesInThreads },
  { name: 'AttachFiles', bit: P.AttachFiles },
  { name: 'EmbedLinks', bit: P.EmbedLinks },
  { name: 'ReadMessageHistory', bit: P.ReadMessageHistory },
];
/** What the invite asks for: 274878024704. */
export const invitePermissions = needed.reduce((sum, { bit }) => sum | bit, 0n);

/** All that is missing in the place, for `/darkroom check`. */
export const everyMissing = ({ permissions, guild, thread }: Conversation): PermissionName[] =>
  guild === undefined
    ? []
    : needed
        .filter(({ name }) =>
          name === 'SendMessagesInThreads' ? thread : name !== 'SendMessages' || !thread,
        )
        .filter(({ bit }) => (permissions & bit) !== bit)
        .map(({ name }) => name);

/**
 * What must be mended before money is spent; undefined when a result can be posted. Where the bot does not see the
 * channel, everything goes through interactions, for which files are all it needs.
 */
export function missingIn(conversation: Conversation): PermissionName | undefined {
  const missing = everyMissing(conversation);
  const canSee = !missing.includes('ViewChannel');
  return missing.find(
    (name) =>
      name === 'AttachFiles' || (canSee && (name === 'SendMessages' || name === 'SendMessagesInThreads')),
  );
}

const threads: readonly number[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** Only who was let in sees it. */
export const isApart = (type: number | undefined): boolean => type === ChannelType.PrivateThread;

const channelSchema = z.object({
  type: z.number().optional(),
  nsfw: z.boolean().optional(),
  parent_id: z.string().nullish(),
});

/** @param isRestricted what is known of a thread's parent; a place of which nothing is known counts as age-restricted. */
export function interactionContextOf(
  { channel, member }: Pick<APIInteraction, 'channel' | 'member'>,
  at: number,
  isRestricted: (channel: string) => boolean | undefined,
): InteractionContext {
  const { data } = channelSchema.safeParse(channel);
  const thread = threads.includes(data?.type ?? -1);
  const above = (thread && data?.parent_id) || undefined;
  const aboveIsRestricted = above === undefined ? undefined : isRestricted(above);
  return {
    at,
    groups: member?.roles ?? [],
    thread,
    ...(above !== undefined && { above }),
    ...(isApart(data?.type) && { apart: true as const }),
    restricted: thread ? (aboveIsRestricted ?? true) : (data?.nsfw ?? false),
  };
}

export function conversationOf(bot: Pick<Bot, 'interactions'>, interaction: Interaction): Conversation {
  const { guildId, channelId, appPermissions, context } = interaction;
  const { restricted = guildId !== null, thread = false } = bot.interactions.get(interaction.id) ?? {};
  const permissions = appPermissions.bitfield;
  const direct = context === InteractionContextType.BotDM;
  const installed = guildId !== null && interaction.authorizingIntegrationOwners.guildId === guildId;
  return {
    guild: guildId ?? undefined,
    channel: channelId ?? '',
    direct,
    restricted,
    permissions,
    member: direct || (installed && (permissions & P.ViewChannel) !== 0n),
    thread,
  };
}

/** The guild answers for what is asked in it where the guild installed the bot, elsewhere everybody for themselves. */
export function personOf(
  { interactions, platform }: Pick<Bot, 'interactions' | 'platform'>,
  interaction: Interaction,
): Person {
  const { guildId, channelId, user, memberPermissions } = interaction;
  const owned = guildId !== null && interaction.authorizingIntegrationOwners.guildId === guildId;
  const { groups = [], above, apart } = interactions.get(interaction.id) ?? {};
  return {
    platform,
    scope: owned ? guildId : ownScope(user.id),
    requester: user.id,
    groups: owned ? groups : [],
    admin: owned && (memberPermissions?.has(P.ManageGuild) ?? false),
    ...(channelId !== null && { channel: channelId }),
    ...(above !== undefined && { above }),
    ...(apart && { apart }),
  };
}

/** Where the interaction is: decides for others there. */
export const isModerator = ({ memberPermissions }: Interaction): boolean =>
  memberPermissions?.has(P.ManageMessages) ?? false;
