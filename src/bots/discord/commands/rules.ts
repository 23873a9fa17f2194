/** `/rules`: what Discord is told of it, and its options as what is asked for. */
import {
  ApplicationCommandType,
  type ChatInputCommandInteraction,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { type RulesDeed, rulesDeeds } from '../../../chat/commands/rules.ts';
import { commandWords as words } from '../words/commands.ts';
import { described, where } from './options.ts';
import { str, sub, suggested } from './subcommands.ts';

/** What is done; completed from what there is. */
export const whatOption = 'what';
const what = suggested(whatOption, words.rulesWhat, true);

export const rulesDefinition: RESTPostAPIApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  ...where,
  contexts: [InteractionContextType.Guild],
  name: 'rules',
  ...described(words.rules),
  options: [
    sub('list', words.rulesList),
    sub('react', words.rulesReact, [
      str('emoji', words.rulesEmoji, { required: true, max_length: 80 }),
      what,
    ]),
    sub('offer', words.rulesOffer, [what]),
    sub('run', words.rulesRun, [what, str('daily', words.rulesDaily, { max_length: 20 })]),
    sub('off', words.rulesOff),
  ],
};

/** Undefined for a subcommand of another version. */
export function rulesDeedOf({ options }: ChatInputCommandInteraction): RulesDeed | undefined {
  const deed = rulesDeeds.find((each) => each === options.getSubcommand());
  const given = options.getString(whatOption) ?? '';
  switch (deed) {
    case 'react':
      return { deed, emoji: (options.getString('emoji') ?? '').trim(), what: given };
    case 'offer':
      return { deed, what: given };
    case 'run':
      return { deed, what: given, daily: options.getString('daily') ?? undefined };
    case 'list':
    case 'off':
      return { deed };
    default:
      return undefined;
  }
}
