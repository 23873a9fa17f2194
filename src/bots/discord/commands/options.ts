/** A model's fields as the options of a command. */
import {
  type APIApplicationCommandOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  ApplicationCommandOptionType as O,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { mostInBatch } from '../../../core/domain/asked/batch.ts';
import { cut } from '../../../core/words/cut.ts';
import type { Field } from '../../../models/fields.ts';
import type { Model } from '../../../models/model.ts';
import { type Phrase, translations, commandWords as words } from '../words/commands.ts';

/** The options with a link instead of a file, and with a preset. */
export const linkOption = 'link';
export const presetOption = 'preset';
/** What is to follow, as it is typed. */
export const thenOption = 'then';

/** https://docs.discord.com/developers/interactions/application-commands#application-command-object */
const longest = 100;

/** Text and its translations. */
export const described = (phrase: Phrase) => {
  const description_localizations: LocalizationMap = Object.fromEntries(
    Object.entries(translations).flatMap(([locale, its]) => (its[phrase] ? [[locale, its[phrase]]] : [])),
  );
  return {
    description: phrase,
    ...(Object.keys(description_localizations).length > 0 ? { description_localizations } : {}),
  };
};

export const where = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** What a field takes, with the default that Discord itself cannot show. */
function optionOf(field: Field): APIApplicationCommandOption {
  const common = { name: field.name, ...described(field.description) };
  if (field.kind === 'media')
    return { ...common, type: O.Attachment, required: false, file_types: [field.medium] };
  const initial =
    field.kind === 'choice'
      ? field.options.find(({ value }) => value === field.default)?.label
      : field.kind === 'toggle'
        ? field.default === undefined
          ? undefined
          : words.toggle(field.default)
        : field.default;
  const full = {
    ...common,
    ...withDefault(field.description, initial),
    required: field.required && initial === undefined,
  };
  switch (field.kind) {
    case 'toggle':
      return { ...full, type: O.Boolean };
    case 'text':
      return { ...full, type: O.String, max_length: field.maxLength };
    case 'number':
      return field.integer
        ? { ...full, type: O.Integer, min_value: field.min, max_value: field.max }
        : { ...full, type: O.Number, min_value: field.min, max_value: field.max };
    case 'choice':
      return typeof field.options[0]?.value === 'number'
        ? {
            ...full,
            type: O.Integer,
            choices: field.options.map(({ value, label }) => ({ name: label, value: Number(value) })),
          }
        : {
            ...full,
            type: O.String,
            choices: field.options.map(({ value, label }) => ({ name: label, value: String(value) })),
          };
  }
}

function withDefault(description: string, initial: string | number | undefined): { description: string } {
  if (initial === undefined || initial === '') return { description };
  const room = longest - words.initially(description, '').length;
  const shown = String(initial);
  // A default that has no room is left to the help.
  if (room < 8) return { description };
  return { description: words.initially(description, cut(shown, room)) };
}

/** https://docs.discord.com/developers/interactions/application-commands#slash-commands */
const mostOptions = 25;

/** The options for more files of one request, as far as there is room beside the settings. */
export function moreFiles({ fields, media }: Model): string[] {
  // With the link, the preset and what follows.
  const room = Math.min(mostInBatch - 1, mostOptions - fields.length - 3);
  return Array.from({ length: Math.max(0, room) }, (_, index) => `${media.name}${index + 2}`);
}

/** Media first; nothing is required, since the newest file of the channel is taken where none is given. */
export function modelCommand(model: Model): RESTPostAPIApplicationCommandsJSONBody {
  const others = model.fields.filter((field) => field !== model.media).map(optionOf);
  const required = (it: APIApplicationCommandOption) => ('required' in it && it.required === true ? 0 : 1);
  return {
    type: ApplicationCommandType.ChatInput,
    name: model.command,
    ...described(model.summary),
    ...where,
    options: [
      ...[...others].sort((a, b) => required(a) - required(b)).filter((it) => required(it) === 0),
      optionOf(model.media),
      { type: O.String, name: linkOption, ...described(words.link), required: false, max_length: 2000 },
      ...others.filter((it) => required(it) === 1),
      { type: O.String, name: presetOption, ...described(words.preset), max_length: 40, autocomplete: true },
      { type: O.String, name: thenOption, ...described(words.step), max_length: 300, autocomplete: true },
      ...moreFiles(model).map((name) => ({
        ...optionOf(model.media),
        name,
        ...described(words.moreFile),
      })),
    ],
  };
}
