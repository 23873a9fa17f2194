/** The application's commands, and what Discord makes of what it is sent. https://docs.discord.com/developers/interactions/application-commands */
import type { z } from 'zod';
import { type Issue, invalid, parse } from '../http/refusals.ts';
import {
  type Branch,
  branches,
  distinct,
  isBranch,
  menuSchema,
  sentSchema,
  sizeOf,
  slashSchema,
  type ValueOption,
  values,
} from './command-limits.ts';

export type Command = {
  id: string;
  version: string;
  type: 1 | 2 | 3;
  name: string;
  guildId: string | undefined;
  nsfw: boolean;
  permissions: string | null;
  contexts: readonly number[] | null;
  integrationTypes: readonly number[];
  /** Of a slash command without subcommands. */
  options: readonly ValueOption[];
  branches: readonly Branch[];
  /** As `GET` answers it, with all localisations. */
  json: Record<string, unknown>;
};

/** What Discord adds and leaves out: false flags go, missing localisations become null. */
function normalOption(it: object): Record<string, unknown> {
  const entries = Object.entries(it).filter(
    ([key, value]) => value !== undefined && !((key === 'required' || key === 'autocomplete') && !value),
  );
  const json: Record<string, unknown> = { ...Object.fromEntries(entries), name_localizations: null };
  if ('description' in it) json.description_localizations = null;
  for (const [key, value] of entries) {
    if (key.endsWith('_localizations')) json[key] = value ?? null;
    if ((key === 'options' || key === 'choices') && Array.isArray(value)) json[key] = value.map(normalOption);
  }
  return json;
}

/**
 * The commands after a bulk overwrite with `body`: one that had the same type and name before keeps its id, and
 * its version unless it changed. @throws Refusal 50035
 */
export function overwrite(
  body: unknown,
  context: { before: readonly Command[]; guildId?: string; applicationId: string; snowflake: () => string },
): Command[] {
  const { before, guildId, applicationId, snowflake } = context;
  const issues: Issue[] = [];
  const commands = parse(sentSchema, body).map((sent, index): Command => {
    const type = sent.type ?? 1;
    const under = (schema: z.ZodType, value: unknown, path: (string | number)[]) => {
      const parsed = schema.safeParse(value);
      for (const issue of parsed.error?.issues ?? [])
        issues.push({ ...issue, code: issue.code.toUpperCase(), path: [index, ...path, ...issue.path] });
    };
    const branching = type === 1 && (sent.options ?? []).some((it) => isBranch.safeParse(it).success);
    under(type === 1 ? slashSchema : menuSchema, sent, []);
    if (type === 1 && sent.options) under(branching ? branches : values, sent.options, ['options']);
    const size = sizeOf(sent);
    if (size > 8000)
      issues.push({ path: [index], code: 'APPLICATION_COMMAND_TOO_LARGE', message: `${size} of 8000` });
    if (issues.length > 0) return unread;
    const read = (type === 1 ? slashSchema : menuSchema).parse(sent);
    const settings = {
      type: read.type ?? 1,
      nsfw: read.nsfw ?? false,
      default_member_permissions: read.default_member_permissions ?? null,
      contexts: guildId ? null : (read.contexts ?? null),
      integration_types: read.integration_types ?? [0],
    };
    const options = type === 1 && !branching ? values.parse(sent.options ?? []) : [];
    const tree = branching ? branches.parse(sent.options) : [];
    const known = before.find((it) => it.type === settings.type && it.name === read.name);
    const json = {
      ...normalOption({ description: '', ...read, options: branching ? tree : options }),
      ...settings,
      dm_permission: settings.contexts === null || settings.contexts.includes(1),
      application_id: applicationId,
      ...(guildId ? { guild_id: guildId } : {}),
    };
    const { id: _id, version: _version, ...knownJson } = known?.json ?? {};
    const same = known && JSON.stringify(knownJson) === JSON.stringify(json);
    const id = known?.id ?? snowflake();
    const version = same ? known.version : snowflake();
    return {
      id,
      version,
      type: settings.type,
      name: read.name,
      guildId,
      nsfw: settings.nsfw,
      permissions: settings.default_member_permissions,
      contexts: settings.contexts,
      integrationTypes: settings.integration_types,
      options,
      branches: tree,
      json: { ...json, id, version },
    };
  });
  for (const [type, most] of [
    [1, 100],
    [2, 15],
    [3, 15],
  ] as const) {
    const alike = commands.filter((it) => it.type === type);
    if (alike.length > most)
      issues.push({ path: [], code: 'TOO_MANY', message: `Over ${most} of type ${type}` });
    if (issues.length === 0 && !distinct(alike))
      issues.push({
        path: [],
        code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
        message: 'Command names must be unique',
      });
  }
  if (issues.length > 0) throw invalid(issues);
  return commands;
}

/** Stands for a command that was refused; never kept. */
const unread: Command = {
  id: '',
  version: '',
  type: 1,
  name: '',
  guildId: undefined,
  nsfw: false,
  permissions: null,
  contexts: null,
  integrationTypes: [],
  options: [],
  branches: [],
  json: {},
};
