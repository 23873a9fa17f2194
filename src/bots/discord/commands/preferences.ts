/** `/preferences`: what a person chooses for their own results. */
import {
  ApplicationCommandType,
  type ChatInputCommandInteraction,
  ApplicationCommandOptionType as O,
} from 'discord.js';
import type { PreferenceChanges } from '../../../chat/commands/preferences.ts';
import { preferences } from '../../../core/domain/comparing.ts';
import { commandWords as words } from '../words/commands.ts';
import { described, where } from './options.ts';

const choice = (name: keyof typeof preferences) =>
  ({
    type: O.String,
    name,
    ...described(words.preference[name]),
    required: false,
    choices: [...preferences[name], 'default'].map((value) => ({ name: value, value })),
  }) as const;

export const preferencesDefinition = {
  type: ApplicationCommandType.ChatInput as const,
  ...where,
  name: 'preferences',
  ...described(words.preferences),
  options: [choice('compare'), choice('motion')],
};

export function preferencesOf({ options }: ChatInputCommandInteraction): PreferenceChanges {
  const [compare, motion] = [options.getString('compare'), options.getString('motion')];
  return { ...(compare !== null && { compare }), ...(motion !== null && { motion }) };
}
