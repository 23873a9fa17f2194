/** What may stand in an option of a slash command, as Discord's client lets a person fill it in. */
import { ApplicationCommandOptionType as O } from 'discord.js';
import { isOfTypes, type SentFile } from '../messages/attachments.ts';
import type { ValueOption } from '../messages/command-limits.ts';
import type { Channel, Role, User } from '../state.ts';
import type { Who } from './exchange.ts';

export type SlashValue = string | number | boolean | SentFile | User | Channel | Role;
export type SlashValues = Readonly<Record<string, SlashValue>>;

function kindOf(value: SlashValue): 'user' | 'role' | 'channel' | undefined {
  if (typeof value !== 'object' || 'bytes' in value) return undefined;
  return 'kind' in value ? 'channel' : 'permissions' in value ? 'role' : 'user';
}

/** The client offers the channels and roles of its guild. */
function elsewhere({ channel: { guild } }: Pick<Who, 'channel'>, value: SlashValue): string | undefined {
  if (typeof value !== 'object' || 'bytes' in value) return undefined;
  const strange =
    ('kind' in value && (value.guild !== guild || value.deleted)) ||
    ('permissions' in value && !guild?.roles.includes(value));
  return strange ? `${value.name} is not in this guild` : undefined;
}

/** Why the client would not send it; undefined when it would. */
export function wrongWith(
  who: Pick<Who, 'channel'>,
  option: ValueOption,
  value: SlashValue,
): string | undefined {
  return elsewhere(who, value) ?? unfit(option, value);
}

function unfit(option: ValueOption, value: SlashValue): string | undefined {
  const { type, choices = [], min_value, max_value, min_length, max_length, file_types } = option;
  if (type === O.Boolean) return typeof value === 'boolean' ? undefined : 'not a boolean';
  if (type === O.Attachment) {
    if (typeof value !== 'object' || !('bytes' in value)) return 'not a file';
    const fits = !file_types?.length || isOfTypes(value.name, file_types);
    return fits ? undefined : `${value.name} is none of ${file_types.join(', ')}`;
  }
  const kind = kindOf(value);
  if (type === O.User) return kind === 'user' ? undefined : 'not a user';
  if (type === O.Role) return kind === 'role' ? undefined : 'not a role';
  if (type === O.Mentionable) return kind === 'user' || kind === 'role' ? undefined : 'nobody to mention';
  if (type === O.Channel) return kind === 'channel' ? undefined : 'not a channel';
  if (choices.length > 0)
    return choices.some((it) => it.value === value) ? undefined : `${value} is not a choice`;
  if (type === O.String) {
    if (typeof value !== 'string' || value === '') return 'not a text';
    const fits = value.length >= (min_length ?? 0) && value.length <= (max_length ?? 6000);
    return fits ? undefined : `${value.length} characters`;
  }
  if (type !== O.Integer && type !== O.Number) return `options of type ${type} are not played here`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'not a number';
  if (type === O.Integer && !Number.isSafeInteger(value)) return 'not an integer';
  if (value < (min_value ?? -(2 ** 53)) || value > (max_value ?? 2 ** 53)) return `${value} is out of range`;
  return undefined;
}
