/** `/pot`: what Discord is told of it, and its options as what is asked for. */
import {
  ApplicationCommandType,
  type ChatInputCommandInteraction,
  InteractionContextType,
  ApplicationCommandOptionType as O,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { PotDeed } from '../../../chat/pot/typed.ts';
import { mostApprovals } from '../../../core/domain/pots/pot.ts';
import { commandWords as words } from '../words/commands.ts';
import { described, where } from './options.ts';
import { str, sub } from './subcommands.ts';

export const potDefinition: RESTPostAPIApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  ...where,
  // One alone has nobody to share one with.
  contexts: [InteractionContextType.Guild],
  name: 'pot',
  ...described(words.pot),
  options: [
    sub('status', words.potStatus),
    sub('give', words.potGive, [str('amount', words.amount, { required: true, max_length: 12 })]),
    sub('rules', words.potRules, [
      str('most', words.potMost, { max_length: 12 }),
      {
        type: O.Integer,
        name: 'approvals',
        ...described(words.potApprovals),
        required: false,
        min_value: 0,
        max_value: mostApprovals,
      },
    ]),
  ],
};

export function potDeedOf({ options }: ChatInputCommandInteraction): PotDeed {
  const deed = options.getSubcommand();
  if (deed === 'give') return { deed, amount: options.getString('amount') ?? '' };
  if (deed !== 'rules') return { deed: 'status' };
  const [most, approvals] = [options.getString('most'), options.getInteger('approvals')];
  return { deed, most: most ?? undefined, approvals: approvals === null ? undefined : String(approvals) };
}
