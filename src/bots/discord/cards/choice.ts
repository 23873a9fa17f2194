/** What is asked on the way to a form: which medium, which model, and what is wrong. */
import { type APISelectMenuOption, ButtonStyle, ComponentType } from 'discord.js';
import { choicesOf, fittingIn, groupsOf, modelsFor, mustTake } from '../../../chat/media.ts';
import { briefly } from '../../../chat/presets/named.ts';
import { presetWords } from '../../../chat/presets/words.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { cut } from '../../../core/words/cut.ts';
import { problem } from '../../../core/words/fields.ts';
import { otherSettings, whatIsDone } from '../../../core/words/settings.ts';
import { findModel } from '../../../models/index.ts';
import type { Model, Problem } from '../../../models/model.ts';
import type { Bot, Choosing, Draft, Found } from '../context.ts';
import { build } from '../ids.ts';
import { formWords as words } from '../words/form.ts';
import { type Body, bodyOf, button, container, plain, rows, text } from './components.ts';
import { gallery } from './gallery.ts';
import { drawn } from './style.ts';

/** Of each message; with the choices of *all*, a menu holds no more. */
export const mostMedia = 20;
/** https://docs.discord.com/developers/components/reference#string-select */
const longest = 100;
const mostOptions = 25;

/** Nothing is chosen yet, so the first of the media is taken. */
export const choosing = (
  draft: Draft,
  its: Pick<Choosing, 'requester' | 'steps'> & Partial<Pick<Choosing, 'named' | 'presets'>>,
): Choosing => ({
  kind: 'choosing',
  draft,
  taken: draft.media.slice(0, 1),
  named: false,
  presets: [],
  ...its,
});

/** What is taken for a model: what was chosen, or else the first that it takes. */
export function takenFor({ taken, draft: { media } }: Choosing, model: Model): readonly Found[] {
  const fitting = fittingIn(taken, model);
  return fitting.length > 0 ? fitting : fittingIn(media, model).slice(0, 1);
}

/** What is taken, as far as it is known. */
const mediumIn = ({ draft: { kept, takes }, taken: [first] }: Choosing) =>
  kept ? takes : first && mustTake(first);

/**
 * Which medium where there are several, and a button for each thing to do with it: a menu could not be used twice for
 * the same model, as after a form that was closed. With a model that is already known, a button runs it.
 * @param id of the form. @param its.question what is asked; left out, the usual one. @param its.models that are offered
 */
export function choiceBody(
  bot: Pick<Bot, 'fileOrigins'>,
  id: string,
  form: Choosing,
  its: { question?: string; models?: readonly Model[] } = {},
): Body {
  const { draft, taken, picker, named } = form;
  const { media } = draft;
  const model = named ? findModel(draft.model ?? '') : undefined;
  // Of several it depends on which is taken.
  const able = (media.length > 1 ? undefined : its.models) ?? modelsFor(mediumIn(form));
  const about = able.map(({ title, summary }) => words.model(plain(title), plain(summary)));
  const question = its.question ?? chatWords.what(taken.length, taken[0]?.medium);
  const pick = (what: 'media' | 'model' | 'preset' | 'run' | 'drop', argument?: string) =>
    build({ kind: 'pick', form: id, what, argument });
  const buttons = [
    ...(model
      ? [button(pick('run'), words.run, ButtonStyle.Success)]
      : able.map((it) => button(pick('model', it.name), it.title))),
    ...(picker ? [button(pick('drop'), words.dismiss)] : []),
  ];
  return bodyOf([
    container([
      ...(media.length > 1
        ? [text(chatWords.which), ...gallery(bot, media), menu(pick('media'), optionsOf(media, taken))]
        : []),
      text(model ? soFar(model, draft.settings) : [drawn(question), ...about].join('\n')),
      ...(model ? [] : presetMenu(pick('preset'), form.presets, able)),
      ...rows(buttons),
    ]),
  ]);
}

/** Its settings fill in the form of its model. */
function presetMenu(customId: string, presets: Choosing['presets'], able: readonly Model[]) {
  const fitting = presets.filter(({ model }) => able.some(({ name }) => name === model));
  const options = fitting.slice(0, mostOptions).map((it) => ({
    label: cut(it.name, longest),
    value: `${it.whose}.${it.name}`,
    description: cut(briefly(it), longest),
  }));
  return options.length === 0 ? [] : [menu(customId, options, presetWords.whichName)];
}

const menu = (customId: string, options: APISelectMenuOption[], placeholder?: string) => ({
  type: ComponentType.ActionRow as const,
  components: [
    {
      type: ComponentType.StringSelect as const,
      custom_id: customId,
      options,
      ...(placeholder !== undefined && { placeholder }),
    },
  ],
});

function optionsOf(media: readonly Found[], taken: readonly Found[]): APISelectMenuOption[] {
  const groups = groupsOf(media);
  const all = [...media.map((it) => [it]), ...groups];
  const same = (some: readonly Found[] = []) =>
    some.length === taken.length && some.every((one) => taken.includes(one));
  return choicesOf(media).map(({ value, label, about }, index) => ({
    label: cut(label, longest),
    value,
    ...(about === '' ? {} : { description: cut(about, longest) }),
    default: same(all[index]),
  }));
}

const soFar = (model: Model, settings: Draft['settings']): string =>
  words.soFar(plain(whatIsDone(model, settings)), plain(otherSettings(model, settings)));

/** Between two forms: run it as it is, or go on. @param page the next form's */
export const stepBody = (id: string, model: Model, settings: Draft['settings'], page: number): Body =>
  bodyOf([
    container([
      text(soFar(model, settings)),
      ...rows([
        button(pageId(id, page), words.more, ButtonStyle.Primary),
        button(build({ kind: 'pick', form: id, what: 'run' }), words.run, ButtonStyle.Success),
      ]),
    ]),
  ]);

/** What cannot be as it was filled in; the button opens the form again, as it was. */
export const correctBody = (id: string, problems: readonly Problem[], page: number): Body =>
  bodyOf([
    text(problems.map((it) => plain(problem(it))).join('\n')),
    ...rows([button(pageId(id, page), words.correct, ButtonStyle.Primary)]),
  ]);

const pageId = (form: string, page: number) =>
  build({ kind: 'pick', form, what: 'page', argument: String(page) });
