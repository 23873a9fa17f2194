/** What the commands that are no model's are made of. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType as O,
} from 'discord.js';
import { commandWords as words } from '../words/commands.ts';
import { described } from './options.ts';

export const sub = (
  name: string,
  description: string,
  options: APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption => ({
  type: O.Subcommand,
  name,
  ...described(description),
  options,
});
export const str = (
  name: string,
  description: string,
  more: {
    required?: boolean;
    max_length?: number;
    choices?: APIApplicationCommandOptionChoice<string>[];
  } = {},
): APIApplicationCommandBasicOption => ({
  type: O.String,
  name,
  ...described(description),
  required: false,
  ...more,
});
/** What is typed is completed from what there is. */
export const suggested = (name: string, description: string, required = false) =>
  ({
    type: O.String,
    name,
    ...described(description),
    required,
    max_length: 40,
    autocomplete: true,
  }) as const;
export const job = {
  type: O.String,
  name: 'id',
  ...described(words.job),
  required: true,
  autocomplete: true,
} as const;
