/** The form: what it is about, what stands in it, and what it says of that. */
import { z } from 'zod';
import { startAll } from '../../chat/batch/start.ts';
import { chosenIn, fullPrice, priceLine, usualPrice } from '../../chat/form.ts';
import {
  checkDeclared,
  checkWritten,
  choicesOf,
  endingsOf,
  fittingIn,
  modelsFor,
  mustTake,
  takenBy,
} from '../../chat/media.ts';
import { briefly, offeredPresets } from '../../chat/presets/named.ts';
import type { Kept } from '../../chat/request.ts';
import { linked } from '../../chat/typed/said.ts';
import { words as chatWords } from '../../chat/words.ts';
import { Failure } from '../../core/domain/failure.ts';
import { about } from '../../core/words/amounts.ts';
import { problem } from '../../core/words/fields.ts';
import { some } from '../../core/words/names.ts';
import { findModel } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import type { FormView, Setting } from '../../pages/channel/form-fields.ts';
import { pageWords } from '../../pages/words.ts';
import type { Found, Room, Turn, Visitor, Web } from './context.ts';
import { foundAt } from './posted.ts';
import { words } from './words.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const mediaSchema = z.union([
  z.object({ message: z.string(), index: z.number().int().min(0) }),
  z.object({ link: z.string().max(3000) }),
]);
/** What a form is about; whoever sends it back may have changed it, so that all of it is looked up again. */
export const draftSchema = z.object({
  model: z.string().optional(),
  settings: z.record(z.string(), value).default({}),
  media: z.array(mediaSchema).max(20).default([]),
  kept: z.object({ job: z.string(), file: z.enum(['source', 'result']) }).optional(),
  takes: z.enum(['image', 'video']).optional(),
});
export type PageDraft = z.infer<typeof draftSchema>;

/** What was sent of one. */
export const filledSchema = z.object({
  draft: draftSchema,
  model: z.string().optional(),
  which: z.string().optional(),
  link: z.string().max(3000).optional(),
  preset: z.string().optional(),
  settings: z.record(z.string(), value).default({}),
});
export type Sent = z.infer<typeof filledSchema>;

type At = { visitor: Visitor; room: Room };

type Filled = {
  draft: PageDraft;
  media: readonly Found[];
  taken: readonly Found[];
  which: string;
  model: Model;
  settings: Readonly<Record<string, unknown>>;
  preset: string | undefined;
  link: string | undefined;
};

/** As it is sent along with the form. */
export const pageDraftOf = (draft: Parameters<Turn['form']>[0]): PageDraft =>
  draftSchema.parse({
    ...draft,
    media: draft.media.map(({ message, index, url }) =>
      message !== undefined && index !== undefined ? { message, index } : { link: url },
    ),
  });

/** @throws Refusal where a file has gone */
async function filledIn(web: Web, { room }: At, sent: Sent): Promise<Filled> {
  const { draft } = sent;
  const looked = await Promise.all(
    draft.media.map(async (it) => ('link' in it ? linked(it.link) : foundAt(web, room.id, it))),
  );
  const given = sent.link?.trim();
  const media =
    given && draft.media.length === 0 && !draft.kept
      ? [linked(given)]
      : looked.filter((it) => it !== undefined);
  const named = findModel(sent.model ?? draft.model ?? '');
  const fits = media.findIndex((it) => fittingIn([it], named).length > 0);
  const which = sent.which ?? `m${Math.max(0, fits)}`;
  const taken = takenBy(media, which);
  const [first] = taken;
  const medium = draft.kept ? (draft.takes ?? named?.takes) : first && mustTake(first, named);
  const [usual, ...more] = modelsFor(medium);
  if (!usual) throw new Error(`no model takes ${medium}`);
  const model = more.find((it) => it === named) ?? usual;
  const typed = sent.model === undefined ? draft.settings : sent.settings;
  const own = Object.entries(typed).filter(([name]) => model.fields.some((it) => it.name === name));
  return {
    draft,
    media,
    taken,
    which,
    model,
    settings: Object.fromEntries(own),
    preset: sent.preset,
    link: given,
  };
}

/** What its price depends on. */
const asked = ({ model, settings, taken, draft }: Filled) => ({
  model,
  settings: chosenIn(model, settings, draft.settings),
  count: taken.length,
  kept: taken.length === 0 ? (draft.kept as Kept | undefined) : undefined,
});

async function withPreset(web: Web, { visitor }: At, filled: Filled) {
  const asker = { platform: web.platform, scope: visitor.scope, requester: visitor.person };
  const medium = filled.model.takes;
  const offered = await offeredPresets(web.chat, asker, { medium }).catch(() => []);
  const chosen = offered.find((it) => `${it.whose}.${it.name}` === filled.preset);
  const model = chosen && findModel(chosen.model);
  return { offered, filled: model ? { ...filled, model, settings: chosen.settings } : filled };
}

/** @param sent.error what it was refused with. @throws Refusal */
export async function formView(web: Web, at: At, sent: Sent & { error?: string }): Promise<FormView> {
  const { offered, filled } = await withPreset(web, at, await filledIn(web, at, sent));
  const { model, media, taken, which, draft } = filled;
  const person = {
    platform: web.platform,
    scope: at.visitor.scope,
    requester: at.visitor.person,
    admin: at.visitor.admin,
    groups: [],
    channel: at.room.id,
  };
  const price = await fullPrice(web.chat, person, asked(filled)).catch(() => ({
    line: priceLine(web.chat, asked(filled)),
  }));
  const prepared = model.prepare(filled.settings);
  const problems = prepared.ok ? [] : prepared.problems;
  const [one] = taken;
  const size = one?.width && one.height ? { width: one.width, height: one.height } : undefined;
  const becomes = size && prepared.ok ? model.expect(prepared.settings, size) : undefined;
  const medium = draft.kept ? (draft.takes ?? model.takes) : one && mustTake(one, model);
  return {
    draft: JSON.stringify(draft),
    about: draft.kept ? pageWords.form.kept[draft.kept.file] : taken.map(({ name }) => name).join(', '),
    picture: one?.file && { file: one.file, name: one.name },
    which: media.length > 1 ? { options: choicesOf(media), chosen: which } : undefined,
    link:
      media.length === 0 || filled.link !== undefined
        ? draft.kept
          ? undefined
          : (filled.link ?? '')
        : undefined,
    accept:
      media.length === 0 && !draft.kept
        ? endingsOf(model.takes)
            .map((it) => `.${it}`)
            .join(',')
        : undefined,
    models: modelsFor(medium).map((it) => optionOf(web, it)),
    model: model.name,
    presets:
      offered.length > 0
        ? {
            options: offered.map((it) => ({
              value: `${it.whose}.${it.name}`,
              label: it.name,
              about: briefly(it),
            })),
            chosen: filled.preset ?? '',
          }
        : undefined,
    settings: settingsOf(model).map((field) => {
      const wrong = problems.find((it) => it.kind !== 'unknown' && it.field.name === field.name);
      const given = filled.settings[field.name];
      return {
        field,
        value: given ?? field.default,
        error: sent.error !== undefined && wrong ? problem(wrong) : undefined,
      };
    }),
    size: size && {
      ...size,
      becomes: becomes?.width && becomes.height ? `${becomes.width} × ${becomes.height}` : undefined,
    },
    price: price.line,
    run: 'run' in price && price.run ? price.run : pageWords.form.run,
    error: sent.error,
  };
}

const settingsOf = ({ fields }: Model): Setting[] => fields.filter((it) => it.kind !== 'media');

const optionOf = ({ chat }: Web, model: Model) => ({
  value: model.name,
  label: model.does,
  about: model.summary,
  price: some(usualPrice(model, chat.prices)),
  wait: model.usualMs === undefined ? undefined : about(model.usualMs),
  icon: pageWords.icons[model.command] ?? 'enhance',
});

/** Begins what it asks for. @returns what is wrong with it; undefined where nothing is, and it was begun */
export async function runForm(
  web: Web,
  at: At,
  turnWith: (sent: Turn['sent']) => Turn,
  sent: Sent,
): Promise<string | undefined> {
  const filled = await filledIn(web, at, sent);
  const { model, settings, taken, draft } = filled;
  const prepared = model.prepare(settings);
  if (!prepared.ok) return prepared.problems.map(problem).join(' ');
  const kept = draft.kept as Kept | undefined;
  if (!kept && taken.length === 0)
    return draft.media.length > 0
      ? words.deleted(chatWords.takes(model.takes, []))
      : new Failure('no-source', { medium: model.takes }).message;
  try {
    for (const source of taken) {
      checkDeclared(web.chat, { model: model.name, source });
      checkWritten(source);
    }
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  const run = { model: model.name, settings: chosenIn(model, settings, draft.settings), kept };
  await startAll(web.chat, turnWith({ ...run, media: taken }), run, kept ? [] : taken);
  return undefined;
}
