/** The application, its commands, users and guilds. */
import { z } from 'zod';
import { directChannel } from '../access.ts';
import { applicationFlags, type Gateway } from '../gateway.ts';
import { channelJson, guildJson, memberJson } from '../guild-json.ts';
import { type Command, overwrite } from '../messages/commands.ts';
import { userJson } from '../messages/message-json.ts';
import type { FakeState, Guild } from '../state.ts';
import { parse, refusal } from './refusals.ts';
import { type Call, ok, type Route } from './route.ts';

const recipientSchema = z.object({ recipient_id: z.string() });

/** @param gateway asked with each request: where to connect. */
export function applicationRoutes(state: FakeState, gateway: () => Gateway): Route[] {
  const get = (pattern: string, answer: (call: Call) => unknown, bot = true): Route => ({
    method: 'GET',
    pattern,
    bot,
    answer: (call) => ok(answer(call)),
  });
  const application = () => ({
    id: state.application.id,
    name: state.application.name,
    description: '',
    icon: null,
    flags: applicationFlags(state),
    bot_public: true,
    bot_require_code_grant: false,
    bot: userJson(state.bot),
    owner: userJson(state.bot),
    team: null,
    verify_key: '0'.repeat(64),
    install_params: null,
    integration_types_config: { 0: {}, 1: {} },
    approximate_guild_count: state.guilds.size,
  });
  const commandRoutes = (pattern: string): Route[] => [
    get(pattern, (call) => commandsOf(call).map((it) => commandJson(it, call))),
    {
      method: 'PUT',
      pattern,
      bot: true,
      answer(call) {
        const before = commandsOf(call);
        const guildId = pattern.includes(':guild') ? call.part('guild') : undefined;
        const after = overwrite(call.body, {
          before,
          applicationId: state.application.id,
          snowflake: state.clock.snowflake,
          ...(guildId ? { guildId } : {}),
        });
        state.commands = [...state.commands.filter((it) => !before.includes(it)), ...after];
        return ok(after.map(({ json }) => json));
      },
    },
  ];

  return [
    get('/gateway', () => ({ url: gateway().url }), false),
    get('/gateway/bot', () => ({
      url: gateway().url,
      shards: 1,
      session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
    })),
    get('/users/@me', () => userJson(state.bot)),
    get('/applications/@me', application),
    get('/oauth2/applications/@me', application),
    get('/users/:user', ({ part }) => {
      const user = state.users.get(part('user'));
      if (!user) throw refusal('unknownUser');
      return userJson(user);
    }),
    {
      method: 'POST',
      pattern: '/users/@me/channels',
      bot: true,
      answer({ body }) {
        const user = state.users.get(parse(recipientSchema, body).recipient_id);
        if (!user) throw refusal('unknownUser');
        return ok(channelJson(state, directChannel(state, user)));
      },
    },
    get('/guilds/:guild', (call) => guildJson(state, guildOf(call))),
    get('/guilds/:guild/roles', (call) => guildJson(state, guildOf(call)).roles),
    get('/guilds/:guild/members/:user', (call) => {
      const guild = guildOf(call);
      const id = call.part('user');
      const user = id === state.bot.id ? state.bot : guild.members.get(id)?.user;
      if (!user) throw refusal('unknownMember');
      return memberJson(guild, user);
    }),
    ...commandRoutes('/applications/:application/commands'),
    ...commandRoutes('/applications/:application/guilds/:guild/commands'),
  ];

  function guildOf({ part }: Call): Guild {
    const guild = state.guilds.get(part('guild'));
    // A guild that the bot is not in is unknown to it.
    if (!guild?.botIsMember) throw refusal('unknownGuild');
    return guild;
  }

  function commandsOf({ part, path }: Call): Command[] {
    if (part('application') !== state.application.id) throw refusal('missingAccess');
    const guildId = path.includes('/guilds/') ? part('guild') : undefined;
    if (guildId && !state.guilds.has(guildId)) throw refusal('missingAccess');
    return state.commands.filter((it) => it.guildId === guildId);
  }
}

/** Without `with_localizations` the dictionaries are left out. */
function commandJson({ json }: Command, { query }: Call): unknown {
  if (query.get('with_localizations') === 'true') return json;
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([key]) => !key.endsWith('_localizations'));
    return Object.fromEntries(entries.map(([key, inside]) => [key, strip(inside)]));
  };
  return strip(json);
}
