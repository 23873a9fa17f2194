/** A form as it is drawn: plain data, and how it is made of what is filled in. */

import type { Chat } from '../../../chat/chat.ts';
import { type Filled, mediumOf, pricedBy } from '../../../chat/form/filled.ts';
import { priceLine, usualPrice } from '../../../chat/form/form.ts';
import { priceIn } from '../../../chat/form/steps-price.ts';
import { choicesOf, endingsOf, modelsFor } from '../../../chat/media.ts';
import { briefly, type NamedPreset } from '../../../chat/presets/named.ts';
import { type NextChoice, nextChoice } from '../../../chat/recipe/next.ts';
import type { Found } from '../../../chat/request.ts';
import type { Person } from '../../../core/domain/command.ts';
import { about } from '../../../core/words/amounts.ts';
import { problem } from '../../../core/words/fields.ts';
import { some } from '../../../core/words/names.ts';
import type { Field, MediaField } from '../../../models/fields.ts';
import type { Model } from '../../../models/model.ts';
import { pageWords } from '../../words.ts';
import type { PostedFile } from '../log/messages.ts';

type Setting = Exclude<Field, MediaField>;
type Option = { value: string; label: string; about?: string };

export type FormView = {
  /** What it is about, which comes back with it. */
  draft: string;
  /** `lake.jpg`, or what else is meant. */
  about: string;
  picture: { file: PostedFile; name: string } | undefined;
  /** Of several files: which are meant. */
  which: { options: readonly Option[]; chosen: string } | undefined;
  /** A link instead of a file, where there is none yet; and which files can be chosen then: `.jpg,.png`. */
  link: string | undefined;
  accept: string | undefined;
  models: readonly (Option & { price: string; wait: string | undefined; icon: string })[];
  model: string;
  presets: { options: readonly Option[]; chosen: string } | undefined;
  settings: readonly { field: Setting; value: unknown; error: string | undefined }[];
  /** What is to follow; undefined of several files. */
  next: NextChoice | undefined;
  /** Pixels, and what they will be: `720 × 480`. */
  size: { width: number; height: number; becomes: string | undefined } | undefined;
  price: string;
  /** What its button says. */
  run: string;
  /** What is wrong with it as a whole. */
  error: string | undefined;
};

/** A file of the channel's. */
type Posted = Found & { file?: PostedFile };

/** `preset`, `which`: what is chosen; `error`: what it was refused with. */
type Filling = Filled<Posted> & {
  media: readonly Posted[];
  which: string;
  link: string | undefined;
  preset: string | undefined;
  presets: readonly NamedPreset[];
  error: string | undefined;
};

/** How a preset is told from others. */
export const presetKey = ({ whose, name }: NamedPreset): string => `${whose}.${name}`;

/** @param draft what comes back with it. Never rejects for a price that is not known just now */
export async function formViewOf(
  chat: Pick<Chat, 'prices' | 'requests'>,
  person: Person,
  filled: Filling,
  draft: string,
): Promise<FormView> {
  const { model, media, taken, which, link, error, presets, preset, settings, draft: of } = filled;
  const asked = pricedBy(filled);
  const price = await priceIn(chat, person, asked).catch(() => ({ line: priceLine(chat, asked) }));
  const isEmpty = media.length === 0 && !of.kept;
  const [one] = taken;
  return {
    draft,
    about: of.kept ? pageWords.form.kept[of.kept.file] : taken.map(({ name }) => name).join(', '),
    picture: one?.file && { file: one.file, name: one.name },
    which: media.length > 1 ? { options: choicesOf(media), chosen: which } : undefined,
    link: isEmpty || (link !== undefined && !of.kept) ? (link ?? '') : undefined,
    accept: isEmpty
      ? endingsOf(model.takes)
          .map((it) => `.${it}`)
          .join(',')
      : undefined,
    models: modelsFor(mediumOf(filled)).map((it) => optionOf(chat, it)),
    model: model.name,
    presets: presetsOf(presets, preset),
    settings: settingsOf(model, settings, error !== undefined),
    next: taken.length > 1 ? undefined : nextChoice(model, of.next, filled.next),
    size: sizeOf(model, settings, one),
    price: price.line,
    run: 'run' in price && price.run ? price.run : pageWords.form.run,
    error,
  };
}

const optionOf = ({ prices }: Pick<Chat, 'prices'>, model: Model) => ({
  value: model.name,
  label: model.does,
  about: model.summary,
  price: some(usualPrice(model, prices)),
  wait: model.usualMs === undefined ? undefined : about(model.usualMs),
  icon: pageWords.icons[model.command] ?? 'enhance',
});

const presetsOf = (presets: readonly NamedPreset[], chosen = '') =>
  presets.length === 0
    ? undefined
    : {
        options: presets.map((it) => ({ value: presetKey(it), label: it.name, about: briefly(it) })),
        chosen,
      };

/** @param complains what is wrong is said */
function settingsOf(model: Model, settings: Filled['settings'], complains: boolean): FormView['settings'] {
  const prepared = model.prepare(settings);
  const problems = prepared.ok || !complains ? [] : prepared.problems;
  return model.fields.flatMap((field) => {
    if (field.kind === 'media') return [];
    const wrong = problems.find((it) => it.kind !== 'unknown' && it.field.name === field.name);
    return [{ field, value: settings[field.name] ?? field.default, error: wrong && problem(wrong) }];
  });
}

function sizeOf(model: Model, settings: Filled['settings'], one: Found | undefined): FormView['size'] {
  if (!one?.width || !one.height) return undefined;
  const size = { width: one.width, height: one.height };
  const prepared = model.prepare(settings);
  const becomes = prepared.ok ? model.expect(prepared.settings, size) : {};
  const { width, height } = becomes;
  return { ...size, becomes: width && height ? `${width} × ${height}` : undefined };
}
