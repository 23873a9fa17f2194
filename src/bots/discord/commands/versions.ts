/** `/versions`: what Discord is told of it, and what its options ask for. */
import {
  ApplicationCommandType,
  type ChatInputCommandInteraction,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { VersionDeed } from '../../../chat/versions/typed.ts';
import { commandWords as words } from '../words/commands.ts';
import { described, where } from './options.ts';
import { str } from './subcommands.ts';

const longest = 20;

export const versionsDefinition: RESTPostAPIApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  ...where,
  name: 'versions',
  ...described(words.versions),
  options: [
    str('vote', words.versionsVote, { max_length: longest }),
    str('pick', words.versionsPick, { max_length: longest }),
  ],
};

/** Undefined where all are to be shown. */
export function versionDeedOf({ options }: ChatInputCommandInteraction): VersionDeed | undefined {
  for (const deed of ['pick', 'vote'] as const) {
    const number = options.getString(deed);
    if (number !== null) return { deed, number };
  }
  return undefined;
}
