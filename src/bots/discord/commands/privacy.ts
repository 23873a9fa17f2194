/** `/privacy`: what Discord is told of it, and its options as what is asked for. */
import {
  ApplicationCommandType,
  type ChatInputCommandInteraction,
  ApplicationCommandOptionType as O,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { PrivacyDeed } from '../../../chat/owner/privacy.ts';
import { says } from '../../../core/store/owners/says.ts';
import { commandWords as words } from '../words/commands.ts';
import { described, where } from './options.ts';
import { str } from './subcommands.ts';

const names = { anyone: words.anyone, ask: words.askMe, nobody: words.nobody } as const;

export const privacyDefinition: RESTPostAPIApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  ...where,
  name: 'privacy',
  ...described(words.privacy),
  options: [
    str('others_may_enhance', words.privacySay, {
      choices: says.map((value) => ({ name: names[value], value })),
    }),
    { type: O.User, name: 'forget', ...described(words.privacyForget), required: false },
  ],
};

export function privacyDeedOf({ options }: ChatInputCommandInteraction): PrivacyDeed {
  const say = says.find((each) => each === options.getString('others_may_enhance'));
  const who = options.getUser('forget')?.id;
  if (say) return { deed: 'set', say };
  return who === undefined ? { deed: 'show' } : { deed: 'forget', who };
}
