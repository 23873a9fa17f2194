/** `/presets`: what Discord is told of it, and its options as what is asked for. */
import {
  ApplicationCommandType,
  type ChatInputCommandInteraction,
  ApplicationCommandOptionType as O,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { type PresetsDeed, presetDeeds } from '../../../chat/commands/presets.ts';
import { commandWords as words } from '../words/commands.ts';
import { described, where } from './options.ts';
import { job, str, sub, suggested } from './subcommands.ts';

const named = suggested('name', words.presetName, true);
const forWhom = str('for', words.presetFor, {
  choices: [
    { name: words.forMe, value: 'own' },
    { name: words.forEverybody, value: 'scope' },
  ],
});
const replace = {
  type: O.Boolean,
  name: 'replace',
  ...described(words.presetReplace),
  required: false,
} as const;

export const presetsDefinition: RESTPostAPIApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  ...where,
  name: 'presets',
  ...described(words.presets),
  options: [
    sub('list', words.presetsList),
    sub('save', words.presetsSave, [
      str('name', words.presetName, { required: true, max_length: 40 }),
      { ...job, name: 'job', ...described(words.presetJob), required: false },
      forWhom,
      replace,
    ]),
    sub('remove', words.presetsRemove, [named, forWhom]),
    sub('rename', words.presetsRename, [
      named,
      str('to', words.presetTo, { required: true, max_length: 40 }),
    ]),
    sub('share', words.presetsShare, [named]),
    sub('take', words.presetsTake, [
      str('code', words.presetCode, { required: true, max_length: 20 }),
      str('as', words.presetAs, { max_length: 40 }),
      replace,
    ]),
  ],
};

/** Undefined for a subcommand of another version. */
export function presetsDeedOf({ options }: ChatInputCommandInteraction): PresetsDeed | undefined {
  const deed = presetDeeds.find((each) => each === options.getSubcommand());
  const name = options.getString('name') ?? '';
  const whose = options.getString('for') === 'scope' ? 'scope' : 'own';
  const isReplaced = options.getBoolean('replace') ?? false;
  switch (deed) {
    case 'save': {
      const id = options.getString('job')?.trim().toLowerCase();
      return { deed, name, whose, replace: isReplaced, job: id };
    }
    case 'remove':
      return { deed, name, whose };
    case 'rename':
      return { deed, name, to: options.getString('to') ?? '' };
    case 'take': {
      const as = options.getString('as') ?? undefined;
      return { deed, code: options.getString('code') ?? '', as, replace: isReplaced };
    }
    case 'list':
      return { deed };
    case 'share':
      return { deed, name };
    default:
      return undefined;
  }
}
