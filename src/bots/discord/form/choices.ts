/** The private messages between a menu and a form: which medium, which model, and what is wrong. */
import { type APISelectMenuOption, ButtonStyle, ComponentType } from 'discord.js';
import { problem } from '../../../core/words/fields.ts';
import { status } from '../../../core/words/status.ts';
import { findModel, models } from '../../../models/index.ts';
import type { Model, Problem } from '../../../models/model.ts';
import { type Body, bodyOf, button, container, plain, rows, text } from '../cards/card.ts';
import type { Bot, Form, Found } from '../context.ts';
import { gallery } from '../requests/gallery.ts';
import { replyWords as words } from '../words/form.ts';

export type Enhance = Extract<Form, { kind: 'enhance' }>;

/** Of each message; with the choices of *all*, a menu holds no more. */
export const mostMedia = 20;
/** https://docs.discord.com/developers/components/reference#string-select */
const longest = 100;

const cut = (said: string) => (said.length > longest ? `${said.slice(0, longest - 1)}…` : said);

/** The choices of several media at once: all of one kind, since a model takes one kind. */
export function groupsOf(media: readonly Found[]): Found[][] {
  const kinds = [...new Set(media.map(({ medium }) => medium))];
  return kinds
    .map((kind) => media.filter(({ medium }) => medium === kind))
    .filter(({ length }) => length > 1);
}

/** The models for what is taken; all where nobody knows what it is. */
function modelsFor([first]: readonly Found[]): Model[] {
  return models.filter(({ takes }) => first?.medium === undefined || takes === first.medium);
}

/** What a value of the menu of media means. */
export function takenBy(media: readonly Found[], value: string): readonly Found[] {
  const [kind, index] = [value[0], Number(value.slice(1))];
  const one = media[index];
  return (kind === 'g' ? groupsOf(media)[index] : one && [one]) ?? [];
}

/**
 * Which medium where there are several, and a button for each thing to do with it: a menu could not be used twice for
 * the same model, as after a form that was closed. With a model that is already known, a button runs it.
 * @param id of the form
 */
export function pickBody(bot: Pick<Bot, 'fileOrigins'>, id: string, form: Enhance): Body {
  const { media, taken, picker } = form;
  const model = form.named ? form.model : undefined;
  const customId = (what: string) => `v1:pick:${id}:${what}`;
  const buttons = [
    ...(model
      ? [button(customId('run'), words.run, ButtonStyle.Success)]
      : modelsFor(taken).map((it) => button(customId(`model:${it.name}`), it.title, ButtonStyle.Primary))),
    ...(picker ? [button(customId('drop'), words.dismiss)] : []),
  ];
  return bodyOf([
    container([
      ...(media.length > 1
        ? [text(words.which), ...gallery(bot, media), menu(customId('media'), mediaOptions(media, taken))]
        : []),
      text(model ? titleOf(model, form.settings) : questionOf(taken)),
      ...rows(buttons),
    ]),
  ]);
}

const menu = (customId: string, options: APISelectMenuOption[]) => ({
  type: ComponentType.ActionRow as const,
  components: [{ type: ComponentType.StringSelect as const, custom_id: customId, options }],
});

function mediaOptions(media: readonly Found[], taken: readonly Found[]): APISelectMenuOption[] {
  const same = (some: readonly Found[]) =>
    some.length === taken.length && some.every((one) => taken.includes(one));
  const ones = media.map((it, index) => {
    const about = words.about(it.medium, it.width, it.height);
    return {
      label: cut(words.one(index + 1, it.name)),
      value: `m${index}`,
      ...(about === '' ? {} : { description: about }),
      default: same([it]),
    };
  });
  const groups = groupsOf(media).map((group, index) => ({
    label: words.all(group.length, group[0]?.medium),
    value: `g${index}`,
    default: same(group),
  }));
  return [...ones, ...groups];
}

function questionOf(taken: readonly Found[]): string {
  const models = modelsFor(taken).map(({ title, summary }) => words.model(plain(title), plain(summary)));
  return [taken.length > 1 ? words.whatWithAll(taken.length) : words.what, ...models].join('\n');
}

const titleOf = (name: string, settings: Enhance['settings']): string => {
  const model = findModel(name);
  return words.soFar(plain(model?.title ?? name), plain(status.settings(model?.fields ?? [], settings)));
};

/** Between two forms: run it as it is, or go on. @param page the next form's */
export const stepBody = (id: string, { model, settings }: Enhance, page: number): Body =>
  bodyOf([
    container([
      text(titleOf(model ?? '', settings)),
      ...rows([
        button(`v1:pick:${id}:page:${page}`, words.more, ButtonStyle.Primary),
        button(`v1:pick:${id}:run`, words.run, ButtonStyle.Success),
      ]),
    ]),
  ]);

/** What cannot be as it was filled in; the button opens the form again, as it was. */
export const correctBody = (id: string, problems: readonly Problem[], page: number): Body =>
  bodyOf([
    text(problems.map((it) => plain(problem(it))).join('\n')),
    ...rows([button(`v1:pick:${id}:page:${page}`, words.correct, ButtonStyle.Primary)]),
  ]);
