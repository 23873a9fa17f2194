/** Telling Discord the commands, only when they differ from what it has. */
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { connect } from '../connection/rest.ts';
import { notConnected } from '../connection/start-errors.ts';
import { invitePermissions } from '../requests/permissions.ts';
import { deployWords as words } from '../words/request.ts';
import { commandsFor } from './definitions.ts';

export type Deployed = {
  /** One line for each difference: `+ /upscale`, `~ /jobs`, `- /old`. None: nothing was to be done. */
  changes: string[];
  applicationId: string;
};

/** What Discord adds or fills in; where our value is the same as its default, ours may be left out. */
const defaults: Readonly<Record<string, unknown>> = {
  default_member_permissions: null,
  nsfw: false,
  handler: null,
  name_localizations: null,
  description_localizations: null,
  required: false,
  autocomplete: false,
  contexts: null,
};
const added = new Set([
  'id',
  'application_id',
  'version',
  'guild_id',
  'name_localized',
  'description_localized',
  // Follows from the contexts.
  'dm_permission',
]);
/** Of global commands only. */
const globalOnly = ['contexts', 'integration_types'];
/** Sets, whose order says nothing. */
const unordered = new Set(['contexts', 'integration_types', 'file_types', 'channel_types']);

/** The same for two commands that mean the same. */
function normalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inside]): [string, unknown][] => {
    if (added.has(key) || inside === undefined || inside === defaults[key]) return [];
    if (key === 'description' && inside === '') return [];
    if (Array.isArray(inside) && inside.length === 0) return [];
    if (Array.isArray(inside) && unordered.has(key)) return [[key, [...inside].sort()]];
    return [[key, normalised(inside)]];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const commandsSchema = z.array(z.looseObject({ name: z.string(), type: z.number().default(1) }));
type Commands = z.infer<typeof commandsSchema>;

function differences(present: Commands, wanted: Commands): string[] {
  const title = ({ name, type }: Commands[number]) => (type === 1 ? `/${name}` : name);
  const byName = (commands: Commands) =>
    new Map(commands.map((it) => [title(it), JSON.stringify(normalised({ ...it, type: it.type }))]));
  const [before, after] = [byName(present), byName(wanted)];
  return [
    ...[...after.keys()].filter((name) => !before.has(name)).map((name) => `+ ${name}`),
    ...[...after]
      .filter(([name, text]) => before.has(name) && before.get(name) !== text)
      .map(([name]) => `~ ${name}`),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `- ${name}`),
  ];
}

const local = (command: Commands[number]): Commands[number] => ({
  ...command,
  ...Object.fromEntries(globalOnly.map((key) => [key, undefined])),
});

/**
 * Makes the commands of one scope what they should be: those of `guild`, in which a change shows at once, or the
 * global ones. In the other scope there are then none, since people would see them twice.
 * @param options.check only looks.
 * @throws what Discord refuses with
 */
export async function deploy(options: {
  rest: REST;
  commands: readonly object[];
  guild?: string | undefined;
  check?: boolean;
}): Promise<Deployed> {
  const { rest, guild, check = false } = options;
  const { id } = z.object({ id: z.string() }).parse(await rest.get(Routes.currentApplication()));
  const everywhere = Routes.applicationCommands(id);
  const there = guild === undefined ? undefined : Routes.applicationGuildCommands(id, guild);
  const wanted = commandsSchema.parse(options.commands);
  const changes = [
    ...(await bring(everywhere, there ? [] : wanted)).map((line) => `${line} (everywhere)`),
    ...(there ? await bring(there, wanted.map(local)) : []).map((line) => `${line} (in guild ${guild})`),
  ];
  return { changes, applicationId: id };

  async function bring(route: `/${string}`, commands: Commands): Promise<string[]> {
    const query = new URLSearchParams({ with_localizations: 'true' });
    const present = commandsSchema.parse(await rest.get(route, { query }));
    const found = differences(route === there ? present.map(local) : present, commands);
    if (found.length > 0 && !check) await rest.put(route, { body: commands });
    return found;
  }
}

/** With it an admin adds the bot to a server. */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: invitePermissions.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/**
 * `npm run discord:deploy [-- --check]`.
 * @returns the exit code: 1 when `check` found a difference.
 * @throws NotConnected with what its owner can do
 */
export async function deployCommands(options: {
  token: string;
  apiUrl: string;
  guild: string | undefined;
  check: boolean;
  say: (line: string) => void;
}): Promise<0 | 1> {
  const { token, apiUrl, guild, check, say } = options;
  const { rest } = connect({ token, apiUrl });
  const { changes, applicationId } = await deploy({ rest, commands: commandsFor(), guild, check }).catch(
    (error: unknown) => {
      throw notConnected(error, { apiUrl, guild });
    },
  );
  for (const line of changes) say(line);
  say(changes.length === 0 ? words.same : check ? words.differ : words.deployed(guild));
  if (!check) say(words.invite(inviteLink(applicationId)));
  return check && changes.length > 0 ? 1 : 0;
}
