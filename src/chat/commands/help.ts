/** What the bot can do, and each setting of a model; all of it from the models themselves, with the owner's prices. */
import { quoted } from '../../core/words/amounts.ts';
import { accepts } from '../../core/words/fields.ts';
import { some } from '../../core/words/names.ts';
import type { Field } from '../../models/fields.ts';
import { models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import type { Chat } from '../chat.ts';
import { usualPrice } from '../form/form.ts';
import type { Reply, Style } from '../reply.ts';
import { fileLines } from './help-files.ts';
import { commandWords } from './words.ts';

type Helping = Pick<Chat, 'prices' | 'traits'>;

/** What is explained: a model, or the files that can be posted. */
export type HelpTopic = Model | 'files';

/** @param topic left out, what there is. @param admin also what admins can do */
export function helpReply(chat: Helping, topic: HelpTopic | undefined, admin: boolean): Reply<never> {
  const lines = (style: Style) => {
    if (topic === 'files') return fileLines(style, chat.traits.typed);
    return topic ? modelLines(chat, topic, style) : overview(chat, admin, style);
  };
  return { kind: 'lines', lines, forAll: true };
}

/** Whoever says hello is told what to do next. */
export const helloReply = ({ traits }: Pick<Chat, 'traits'>): Reply<never> => ({
  kind: 'lines',
  lines: (style) => [
    `${commandWords.hello} ${commandWords.intro}`,
    ...traits.ways(style),
    `${style.code(traits.typed('help'))}${commandWords.helpMore}`,
  ],
  forAll: true,
});

function overview(chat: Helping, admin: boolean, style: Style): string[] {
  const { typed, ways } = chat.traits;
  const { moreHelp } = commandWords;
  const command = (text: string) => style.code(typed(text));
  return [
    commandWords.intro,
    ...models.map((it) => titleOf(chat, it, style)),
    commandWords.whatIsACredit(chat.prices.length > 0),
    ...ways(style),
    `${command('help upscale')}${moreHelp.model}`,
    `${command('help files')}${moreHelp.files}`,
    `${command('jobs')}${moreHelp.jobs}${command('credits')}${moreHelp.credits}`,
    `${command('try')}${moreHelp.try}`,
    `${command('preferences compare=always')}${moreHelp.preferences}`,
    `${command('presets')}${moreHelp.presets}`,
    `${command('privacy')}${moreHelp.privacy}`,
    `${command('pot')}${moreHelp.pot}`,
    `${command('versions')}${moreHelp.versions}`,
    `${command('rules')}${moreHelp.rules}`,
    ...(admin
      ? [style.bold(commandWords.admins), ...adminCommands.map((group) => group.map(command).join(', '))]
      : []),
  ];
}

const adminCommands = [
  ['credits grant @person 50 why', 'credits revoke @person 50 why', 'credits @person'],
  ['credits limits', 'credits limits monthly=50', 'credits limits monthly=500 group=@group'],
  ['credits allow svd #channel', 'credits deny svd #channel', 'credits forget svd #channel'],
  ['credits block @person 2h why', 'credits unblock @person', 'credits audit'],
  ['rules react 🔍 upscale x4', 'rules offer upscale x4', 'rules run upscale x4 daily 20', 'rules off'],
  ['usage 30', 'check', 'jobs show abc2345'],
] as const;

const titleOf = ({ prices, traits }: Helping, it: Model, { code, bold }: Style): string =>
  `${code(traits.typed(it.command))} ${bold(it.title)}, ${some(usualPrice(it, prices))}: ${it.summary}`;

const modelLines = (chat: Helping, model: Model, style: Style): string[] => [
  titleOf(chat, model, style),
  ...model.fields
    .filter(({ kind }) => kind !== 'media')
    .map(
      (field) =>
        `• ${style.code(field.name)}${commandWords.setting(field.description, accepts(field), initially(field))}`,
    ),
  `${commandWords.example}${style.code(chat.traits.example(exampleOf(model)))}`,
];

function initially(field: Field): string | undefined {
  if (field.kind === 'media' || field.default === undefined || field.default === '') return undefined;
  return field.kind === 'toggle' ? commandWords.toggle(field.default) : quoted(field.default);
}

/** `smooth frame_multiplier=2`: the first setting as it is. */
function exampleOf({ command, fields }: Model): string {
  const shown = fields.find((it) => it.kind !== 'media' && it.default !== undefined && it.default !== '');
  if (!shown || shown.kind === 'media') return command;
  const value = shown.kind === 'toggle' ? commandWords.toggle(shown.default === true) : shown.default;
  return `${command} ${shown.name}=${value}`;
}
