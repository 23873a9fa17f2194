/** Which presets somebody has, and what one of them stands for now. */

import type { Requests } from '../../core/ports/engine.ts';
import type { Preset, Shelf } from '../../core/store/presets.ts';
import { nearest } from '../../core/text/nearest.ts';
import { presetNameFrom } from '../../core/text/preset-name.ts';
import { recipeWords } from '../../core/words/asked/recipe.ts';
import { problem } from '../../core/words/fields.ts';
import { otherSettings, whatIsDone } from '../../core/words/settings.ts';
import type { Medium } from '../../models/fields.ts';
import { findModel } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import type { Traits } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Turn } from '../turn.ts';
import { presetWords, type Whose } from './words.ts';

/** What of a chat this needs. */
export type HasPresets = {
  requests: Pick<Requests, 'presets'>;
  traits: Pick<Traits, 'sameIdEverywhere' | 'typed' | 'example'>;
};
type Asker = Turn['asker'];

/** `hides`: there is one of the same name for everybody in the place. */
export type NamedPreset = Preset & { name: string; whose: Whose; hides: boolean };

/** A person's own go with them where they are the same person everywhere. */
export const shelfOf = (
  { traits }: Pick<HasPresets, 'traits'>,
  { platform, scope, requester }: Asker,
  whose: Whose,
): Shelf =>
  whose === 'scope'
    ? { place: scope }
    : { place: traits.sameIdEverywhere ? platform : scope, person: requester };

/** Their own first, then those of the place that none of their own hides; each by name. */
export async function presetsOf(chat: HasPresets, asker: Asker): Promise<NamedPreset[]> {
  const { presets } = chat.requests;
  const [own, shared] = await Promise.all([
    presets.all(shelfOf(chat, asker, 'own')),
    presets.all(shelfOf(chat, asker, 'scope')),
  ]);
  const listed = (from: ReadonlyMap<string, Preset>, whose: Whose) =>
    [...from]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, preset]) => ({ ...preset, name, whose, hides: whose === 'own' && shared.has(name) }));
  return [...listed(own, 'own'), ...listed(shared, 'scope').filter(({ name }) => !own.has(name))];
}

/** @throws Refusal where there is none; the nearest is named */
export async function presetNamed(chat: HasPresets, asker: Asker, given: string): Promise<NamedPreset> {
  const name = presetNameFrom(given);
  const all = await presetsOf(chat, asker);
  const found = all.find((it) => it.name === name);
  if (found) return found;
  const near = nearest(
    name ?? given,
    all.map((it) => it.name),
  );
  throw new Refusal(presetWords.unknown(given.replace(/^@/, ''), near, chat.traits.typed('presets')));
}

/**
 * What it runs, as far as its model still takes it.
 * @param model that was named beside it. @throws Refusal
 */
export function runOf(
  { traits }: Pick<HasPresets, 'traits'>,
  { name, model: kept, settings, next }: Pick<NamedPreset, 'name' | 'model' | 'settings' | 'next'>,
  model?: Model,
): { model: Model; settings: Preset['settings']; next: Preset['next'] } {
  const its = findModel(kept);
  if (!its) throw new Refusal(presetWords.modelGone(name));
  if (model && model !== its)
    throw new Refusal(presetWords.otherModel(name, its.title, traits.example(`${its.command} @${name}`)));
  const prepared = its.prepare(settings);
  if (!prepared.ok) throw new Refusal(presetWords.noLonger(name, prepared.problems.map(problem).join(' ')));
  for (const step of next ?? [])
    if (!findModel(step.model)?.prepare(step.settings).ok) throw new Refusal(presetWords.modelGone(name));
  return { model: its, settings, next };
}

/** The settings of a request beside which a preset was named: they count before its own. @throws Refusal */
export async function settingsWith(
  chat: HasPresets,
  asker: Asker,
  given: string,
  { model, settings }: { model: string; settings: Readonly<Record<string, unknown>> },
): Promise<{ settings: Readonly<Record<string, unknown>>; next: Preset['next'] }> {
  const preset = await presetNamed(chat, asker, given);
  const run = runOf(chat, preset, findModel(model));
  return { settings: { ...run.settings, ...settings }, next: run.next };
}

/** `Larger picture ×4`, and how else; undefined where its model no longer takes it. */
export function toldOf({ model, settings, next = [] }: Preset): { what: string; how: string } | undefined {
  const its = findModel(model);
  const prepared = its?.prepare(settings);
  if (!its || !prepared?.ok) return undefined;
  const first = { what: whatIsDone(its, prepared.settings), how: otherSettings(its, prepared.settings) };
  const told = [first, ...next.map((step) => toldOf(step))].flatMap((it) => it ?? []);
  if (told.length <= next.length) return undefined;
  // What is set beside is told where it is of one.
  return next.length === 0 ? first : { what: recipeWords.title(told.map(({ what }) => what)), how: '' };
}

/** In one line, for a sentence. */
export function briefly(preset: Preset): string {
  const told = toldOf(preset);
  return told ? presetWords.line(told.what, told.how).trim() : presetWords.unusable.trim();
}

/** Those that can be chosen for a medium, or for one model: what no longer fits is left out. */
export async function offeredPresets(
  chat: HasPresets,
  asker: Asker,
  its: { medium?: Medium | undefined; model?: Model | undefined } = {},
): Promise<NamedPreset[]> {
  const all = await presetsOf(chat, asker);
  return all.filter((it) => {
    const model = findModel(it.model);
    if (!model || !toldOf(it) || (its.model && its.model !== model)) return false;
    return its.medium === undefined || model.takes === its.medium;
  });
}

/** Those whose name or settings hold what is typed so far. */
export async function suggestPresets(
  chat: HasPresets,
  asker: Asker,
  typed: string,
  its: { model?: Model | undefined; count: number },
): Promise<{ name: string; text: string }[]> {
  const wanted = typed.trim().replace(/^@/, '').toLowerCase();
  const offered = its.model ? await offeredPresets(chat, asker, its) : await presetsOf(chat, asker);
  return offered
    .map((it) => ({ name: it.name, text: `${it.name}: ${briefly(it)}` }))
    .filter(({ text }) => text.toLowerCase().includes(wanted))
    .slice(0, its.count);
}
