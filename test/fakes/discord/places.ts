/** Guilds, channels, roles and users of a test. */
import { GatewayIntentBits as Intent } from 'discord.js';
import { botDefaults, defaultUploadLimit, uploadLimits } from './access.ts';
import { channelJson, guildCreateJson } from './guild-json.ts';
import type { Channel, FakeState, Guild, Role, User } from './state.ts';

export type Places = {
  /** The upload limit follows the tier unless it is given. `botIsMember: false`: only people installed the bot. */
  addGuild(
    given?: Partial<Pick<Guild, 'name' | 'locale' | 'premiumTier' | 'uploadLimit' | 'botIsMember'>>,
  ): Guild;
  /** A text channel unless `kind` says thread. */
  addChannel(
    given: { guild: Guild; kind?: 'text' | 'thread' } & Partial<
      Pick<Channel, 'id' | 'name' | 'parent' | 'ageRestricted' | 'archived' | 'botPermissions'>
    >,
  ): Channel;
  /** A group of the user and others, in which the bot takes no part. */
  addPrivateChannel(user: User): Channel;
  addRole(guild: Guild, given: Pick<Role, 'name' | 'permissions'>): Role;
  addUser(given?: Partial<Pick<User, 'name' | 'bot' | 'uploadLimit' | 'acceptsDirectMessages'>>): User;
};

/** What is added while clients are connected is told to them. */
export function createPlaces(state: FakeState): Places {
  const id = () => state.clock.snowflake();
  const place = (channel: Channel) => {
    state.channels.set(channel.id, channel);
    return channel;
  };
  const empty = {
    name: 'general',
    parent: undefined,
    recipients: [],
    ageRestricted: false,
    archived: false,
    botPermissions: botDefaults,
    deleted: false,
  };
  return {
    addGuild(given = {}) {
      const premiumTier = given.premiumTier ?? 0;
      const guild: Guild = {
        id: id(),
        name: 'Guild',
        locale: 'en-US',
        premiumTier,
        uploadLimit: uploadLimits[premiumTier] ?? defaultUploadLimit,
        botIsMember: true,
        roles: [{ id: id(), name: state.bot.name, permissions: 0n, ofBot: true }],
        members: new Map(),
        ...given,
      };
      state.guilds.set(guild.id, guild);
      if (guild.botIsMember)
        state.dispatch({
          name: 'GUILD_CREATE',
          intents: Intent.Guilds,
          data: () => guildCreateJson(state, guild),
        });
      return guild;
    },
    addChannel({ guild, kind = 'text', ...given }) {
      const channel = place({ id: id(), kind, guild, ...empty, ...given });
      const name = kind === 'text' ? 'CHANNEL_CREATE' : 'THREAD_CREATE';
      if (guild.botIsMember)
        state.dispatch({ name, intents: Intent.Guilds, data: () => channelJson(state, channel) });
      return channel;
    },
    addPrivateChannel: (user) =>
      place({
        id: id(),
        kind: 'private',
        guild: undefined,
        ...empty,
        recipients: [user],
        botPermissions: 0n,
      }),
    addRole(guild, given) {
      const role: Role = { id: id(), ...given };
      guild.roles.push(role);
      return role;
    },
    addUser(given = {}) {
      const user: User = {
        id: id(),
        name: 'ada',
        bot: false,
        uploadLimit: defaultUploadLimit,
        acceptsDirectMessages: true,
        ...given,
      };
      state.users.set(user.id, user);
      return user;
    },
  };
}
