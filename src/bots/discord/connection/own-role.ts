/**
 * The role that Discord makes for the bot in a guild where it was given rights: it has the bot's name, and is what the
 * picker of mentions offers first. People mean the bot by it.
 */
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { createTtlCache } from '../../../async/ttl-cache.ts';

/** ms. A role that the connection has not told of is asked about once in this time. */
const askedMs = 60_000;

/** https://docs.discord.com/developers/topics/permissions#role-object-role-tags-structure */
const rolesSchema = z.array(
  z.object({ id: z.string(), tags: z.object({ bot_id: z.string().optional() }).optional() }),
);

/** @param seen what the connection tells; undefined for a role that it has not told of (yet) */
export function ownRoles(options: {
  rest: REST;
  userId: string;
  clock: () => number;
  seen: (guild: string, role: string) => boolean | undefined;
}): (guild: string, roles: readonly string[]) => Promise<string | undefined> {
  const { rest, userId, clock, seen } = options;
  const asked = createTtlCache<readonly string[]>({ clock, keepMs: () => askedMs, most: 1000 });

  async function ask(guild: string): Promise<string[]> {
    const roles = rolesSchema.parse(await rest.get(Routes.guildRoles(guild)));
    return roles.filter(({ tags }) => tags?.bot_id === userId).map(({ id }) => id);
  }

  return async (guild, roles) => {
    const known = roles.find((role) => seen(guild, role));
    if (known !== undefined || roles.every((role) => seen(guild, role) !== undefined)) return known;
    // Roles that come before their guild, as just after a connection; without an answer nobody spoke to the bot.
    const own = await asked.get(guild, () => ask(guild)).catch((): readonly string[] => []);
    return roles.find((role) => own.includes(role));
  };
}
