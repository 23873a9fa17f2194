/** `/try`: what Discord is told of it. */
import {
  ApplicationCommandType,
  ApplicationCommandOptionType as O,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { areas } from '../../../core/domain/asked/taste.ts';
import { commandWords as words } from '../words/commands.ts';
import { described, linkOption, where } from './options.ts';
import { str } from './subcommands.ts';

export const imageOption = 'image';
export const areaOption = 'area';

export const tryDefinition: RESTPostAPIApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  ...where,
  name: 'try',
  ...described(words.try),
  options: [
    {
      type: O.Attachment,
      name: imageOption,
      ...described(words.tryImage),
      required: false,
      file_types: ['image'],
    },
    str(linkOption, words.link, { max_length: 2000 }),
    str(areaOption, words.tryArea, { choices: areas.map((value) => ({ name: value, value })) }),
  ],
};
