/** Guilds, channels and members as Discord tells them. */
import { PermissionFlagsBits as P } from 'discord.js';
import { botDefaults, botPermissionsIn } from './access.ts';
import { userJson } from './messages/message-json.ts';
import type { Channel, FakeState, Guild, Role, User } from './state.ts';

const all = Object.values(P).reduce((sum, bit) => sum | bit, 0n);

/** https://docs.discord.com/developers/resources/channel#channel-object */
export function channelJson(state: FakeState, channel: Channel): Record<string, unknown> {
  const { id, kind, name, guild, parent, recipients, ageRestricted, archived } = channel;
  if (kind === 'dm' || kind === 'private')
    return {
      id,
      type: kind === 'dm' ? 1 : 3,
      flags: 0,
      last_message_id: null,
      recipients: recipients.map(userJson),
      ...(kind === 'private' ? { name } : {}),
    };
  const common = { id, name, guild_id: guild?.id, flags: 0, last_message_id: null, rate_limit_per_user: 0 };
  if (kind === 'thread')
    return {
      ...common,
      type: 11,
      parent_id: parent?.id ?? null,
      owner_id: state.bot.id,
      member_count: 1,
      message_count: 0,
      total_message_sent: 0,
      thread_metadata: {
        archived,
        locked: false,
        auto_archive_duration: 1440,
        archive_timestamp: new Date(state.clock.now()).toISOString(),
      },
    };
  // So that what discord.js works out from its cache is what the bot may do here.
  const may = botPermissionsIn(channel);
  return {
    ...common,
    type: 0,
    parent_id: null,
    position: 0,
    topic: null,
    nsfw: ageRestricted,
    permission_overwrites: [
      { id: state.bot.id, type: 1, allow: may.toString(), deny: (all & ~may).toString() },
    ],
  };
}

/** https://docs.discord.com/developers/topics/permissions#role-object */
export const roleJson = (botId: string, { id, name, permissions, ofBot }: Role) => ({
  id,
  name,
  permissions: permissions.toString(),
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: ofBot === true,
  ...(ofBot && { tags: { bot_id: botId } }),
  mentionable: false,
  position: 0,
  flags: 0,
});

/** https://docs.discord.com/developers/resources/guild#guild-member-object */
export const memberJson = (guild: Guild, user: User) => ({
  user: userJson(user),
  roles: guild.members.get(user.id)?.roles ?? [],
  nick: null,
  avatar: null,
  banner: null,
  joined_at: '2026-01-01T00:00:00.000Z',
  premium_since: null,
  deaf: false,
  mute: false,
  pending: false,
  flags: 0,
});

/** https://docs.discord.com/developers/resources/guild#guild-object */
export const guildJson = (state: FakeState, guild: Guild) => ({
  id: guild.id,
  name: guild.name,
  premium_tier: guild.premiumTier,
  premium_subscription_count: 0,
  preferred_locale: guild.locale,
  owner_id: state.application.id,
  roles: [{ id: guild.id, name: '@everyone', permissions: botDefaults }, ...guild.roles].map((role) =>
    roleJson(state.bot.id, role),
  ),
  icon: null,
  banner: null,
  splash: null,
  discovery_splash: null,
  description: null,
  features: [],
  emojis: [],
  stickers: [],
  afk_channel_id: null,
  afk_timeout: 300,
  application_id: null,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  nsfw: false,
  public_updates_channel_id: null,
  rules_channel_id: null,
  safety_alerts_channel_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  vanity_url_code: null,
  verification_level: 0,
  max_video_channel_users: 25,
  premium_progress_bar_enabled: false,
});

/** What comes with GUILD_CREATE. https://docs.discord.com/developers/events/gateway-events#guild-create */
export function guildCreateJson(state: FakeState, guild: Guild) {
  const channels = [...state.channels.values()].filter((it) => it.guild === guild && !it.deleted);
  const as = (kind: Channel['kind']) =>
    channels.filter((it) => it.kind === kind).map((it) => channelJson(state, it));
  return {
    ...guildJson(state, guild),
    joined_at: '2026-01-01T00:00:00.000Z',
    large: false,
    unavailable: false,
    member_count: guild.members.size + 1,
    voice_states: [],
    members: [memberJson(guild, state.bot)],
    channels: as('text'),
    threads: as('thread'),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
