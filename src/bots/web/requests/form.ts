/** The form: what it is about, what was filled in, and what comes of that. */
import { z } from 'zod';
import { startAll } from '../../../chat/batch/start.ts';
import { type Filled, fittingModel, mediumOf, pricedBy, refusalOf } from '../../../chat/form/filled.ts';
import { fittingIn, takenBy } from '../../../chat/media.ts';
import { offeredPresets } from '../../../chat/presets/named.ts';
import type { Kept } from '../../../chat/request.ts';
import { linked } from '../../../chat/typed/said.ts';
import { mostSteps } from '../../../core/domain/asked/recipe.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { problem } from '../../../core/words/fields.ts';
import { findModel } from '../../../models/index.ts';
import { type FormView, formViewOf, presetKey } from '../../../pages/channel/form/form-view.ts';
import type { Room } from '../../../pages/site/rooms.ts';
import type { Visitor } from '../../../pages/site/visitors.ts';
import type { Found, Turn, Web } from '../context.ts';
import { foundAt } from '../posted.ts';
import { personOf } from './turn.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const settings = z.record(z.string(), value).default({});
const mediaSchema = z.union([
  z.object({ message: z.string(), index: z.number().int().min(0) }),
  z.object({ link: z.string().max(3000) }),
]);
/** What a form is about; whoever sends it back may have changed it, so that all of it is looked up again. */
export const draftSchema = z.object({
  model: z.string().optional(),
  settings,
  media: z.array(mediaSchema).max(20).default([]),
  next: z
    .array(z.object({ model: z.string(), settings }))
    .max(mostSteps - 1)
    .optional(),
  kept: z.object({ job: z.string(), file: z.enum(['source', 'result']) }).optional(),
  takes: z.enum(['image', 'video']).optional(),
});

/** What was sent of one. */
export const filledSchema = z.object({
  draft: draftSchema,
  model: z.string().optional(),
  which: z.string().optional(),
  link: z.string().max(3000).optional(),
  preset: z.string().optional(),
  next: z.string().optional(),
  settings,
});
export type Sent = z.infer<typeof filledSchema>;

type At = { visitor: Visitor; room: Room };

/** As it is sent along with the form. */
export const pageDraftOf = (draft: Parameters<Turn['form']>[0]): z.infer<typeof draftSchema> =>
  draftSchema.parse({
    ...draft,
    media: draft.media.map(({ message, index, url }) =>
      message !== undefined && index !== undefined ? { message, index } : { link: url },
    ),
  });

async function filledIn(web: Web, { room }: At, sent: Sent) {
  const { draft } = sent;
  const link = sent.link?.trim();
  const looked = await Promise.all(
    draft.media.map(async (it) => ('link' in it ? linked(it.link) : foundAt(web, room.id, it))),
  );
  const isOpen = draft.media.length === 0 && !draft.kept;
  const media: Found[] = link && isOpen ? [linked(link)] : looked.filter((it) => it !== undefined);
  const named = findModel(sent.model ?? draft.model ?? '');
  const fits = media.findIndex((it) => fittingIn([it], named).length > 0);
  // Several are handed over where all of them are meant.
  const all = ['g0', 'g1'].find((it) => fittingIn(takenBy(media, it), named).length > 1);
  const which = sent.which ?? all ?? `m${Math.max(0, fits)}`;
  const taken = takenBy(media, which);
  const kept: Kept | undefined = draft.kept;
  const of = { settings: draft.settings, next: draft.next, kept, takes: draft.takes ?? named?.takes };
  const model = fittingModel(mediumOf({ draft: of, taken, model: named }), named);
  const typed = sent.model === undefined ? draft.settings : sent.settings;
  const own = Object.entries(typed).filter(([name]) => model.fields.some((it) => it.name === name));
  return { draft: of, media, taken, which, model, settings: Object.fromEntries(own), next: sent.next, link };
}

/** @param sent.error what it was refused with */
export async function formView(web: Web, at: At, sent: Sent & { error?: string }): Promise<FormView> {
  const filled = await filledIn(web, at, sent);
  const person = personOf(web, at);
  const offered = { medium: filled.model.takes };
  const presets = await offeredPresets(web.chat, person, offered).catch(() => []);
  const chosen = presets.find((it) => presetKey(it) === sent.preset);
  const model = chosen && findModel(chosen.model);
  const shown = model
    ? { ...filled, model, settings: chosen.settings, draft: { ...filled.draft, next: chosen.next } }
    : filled;
  const { preset, error, draft } = sent;
  return formViewOf(web.chat, person, { ...shown, presets, preset, error }, JSON.stringify(draft));
}

/** What is wrong with it. */
function wrongIn(web: Web, { model, settings, taken, draft }: Filled<Found>): string | undefined {
  const prepared = model.prepare(settings);
  if (!prepared.ok) return prepared.problems.map(problem).join(' ');
  if (draft.kept) return undefined;
  if (taken.length === 0) return new Failure('no-source', { medium: model.takes }).message;
  return taken.map((source) => refusalOf(web.chat, source, model)).find((it) => it !== undefined);
}

/**
 * Begins what it asks for.
 * @param turnWith what was sent, for a form that is opened once more
 * @returns what is wrong with it; undefined where nothing is, and it was begun
 */
export async function runForm(
  web: Web,
  at: At,
  turnWith: (sent: Turn['sent']) => Turn,
  sent: Sent,
): Promise<string | undefined> {
  const filled = await filledIn(web, at, sent);
  const wrong = wrongIn(web, filled);
  if (wrong !== undefined) return wrong;
  const { kept, settings: chosen, next } = pricedBy(filled);
  const run = { model: filled.model.name, settings: chosen, next, kept };
  await startAll(web.chat, turnWith({ ...run, media: filled.taken }), run, filled.taken);
  return undefined;
}
