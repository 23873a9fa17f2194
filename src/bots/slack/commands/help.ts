/** What the bot can do, and each setting of a model; all of it from the models themselves. */
import { priceOf } from '../../../core/credits/prices.ts';
import { credits, quoted } from '../../../core/words/amounts.ts';
import { accepts } from '../../../core/words/fields.ts';
import type { Field } from '../../../models/fields.ts';
import { models } from '../../../models/index.ts';
import type { Model } from '../../../models/model.ts';
import { escaped } from '../cards/blocks.ts';
import { linesBody } from '../cards/long-text.ts';
import type { Body, Bot } from '../context.ts';
import { shortcutName, textWords as words } from '../words/commands.ts';

/** @param options.botUser `U…` of the bot itself. @param options.admin also what admins can do */
export function helpBody(
  { command, prices }: Pick<Bot, 'command' | 'prices'>,
  model: Model | undefined,
  { botUser, admin }: { botUser: string; admin: boolean },
): Body {
  const title = (it: Model) => nameAndPrice(command, it, prices);
  if (model) return linesBody([title(model), ...settingLines(model), example(command, model)]);
  return linesBody([
    words.intro,
    ...models.map(title),
    words.ways(command, shortcutName, `<@${botUser}>`),
    words.more(command),
    ...(admin ? [words.admins(command)] : []),
  ]);
}

function nameAndPrice(command: string, it: Model, prices: Bot['prices']): string {
  const usual = it.prepare({});
  const price = usual.ok ? priceOf(it, usual.settings, prices) : it.price;
  const typed = `${command} ${it.command}`;
  return words.model(typed, escaped(it.title), words.price(credits(price)), escaped(it.summary));
}

const settingLines = ({ fields }: Model): string[] =>
  fields
    .filter(({ kind }) => kind !== 'media')
    .map((field) =>
      words.setting(field.name, escaped(field.description), escaped(accepts(field)), initially(field)),
    );

const example = (command: string, model: Model): string =>
  words.example(`${command} ${exampleOf(model)} https://example.org/file`);

function initially(field: Field): string | undefined {
  if (field.kind === 'media' || field.default === undefined || field.default === '') return undefined;
  return escaped(field.kind === 'toggle' ? words.toggle(field.default) : quoted(field.default));
}

/** `smooth frame_multiplier=2`: the first setting as it is. */
function exampleOf({ command, fields }: Model): string {
  const shown = fields.find((it) => it.kind !== 'media' && it.default !== undefined && it.default !== '');
  if (!shown || shown.kind === 'media') return command;
  const value = shown.kind === 'toggle' ? words.toggle(shown.default === true) : shown.default;
  return `${command} ${shown.name}=${value}`;
}
