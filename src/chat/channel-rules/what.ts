/** What a channel runs by itself: as an admin names it, and what that is at the moment. */
import { createHash } from 'node:crypto';
import type { Step } from '../../core/domain/asked/recipe.ts';
import type { WhatRuns } from '../../core/store/channel-rules/channel-rules.ts';
import type { Preset } from '../../core/store/presets.ts';
import { nearest } from '../../core/text/nearest.ts';
import { presetIn, presetNameFrom } from '../../core/text/preset-name.ts';
import { readText } from '../../core/text/request.ts';
import { recipeWords } from '../../core/words/asked/recipe.ts';
import { whatIsDone } from '../../core/words/settings.ts';
import { findModel, models } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { briefly, type HasPresets, runOf, shelfOf } from '../presets/named.ts';
import { presetFrom } from '../presets/typed.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { ruleWords as words } from './words.ts';

type Asker = Turn['asker'];

/** `preset`: by whose name it was set. */
export type Running = {
  model: Model;
  settings: Preset['settings'];
  next: Preset['next'];
  preset: string | undefined;
};

/** What it is now. @throws Refusal where its preset is gone, or no longer fits */
export async function runningOf(chat: HasPresets, asker: Asker, what: WhatRuns): Promise<Running> {
  if (!('preset' in what)) return { ...runOf(chat, { name: what.model, ...what }), preset: undefined };
  const { preset: name } = what;
  const kept = (await chat.requests.presets.all(shelfOf(chat, asker, 'scope'))).get(name);
  const model = findModel(kept?.model ?? '');
  const isTaken = [...(kept ? [kept, ...(kept.next ?? [])] : [])].every(
    (step) => findModel(step.model)?.prepare(step.settings).ok,
  );
  if (!kept || !model || !isTaken) throw new Refusal(words.presetGone(name));
  return { model, settings: kept.settings, next: kept.next, preset: name };
}

/** The same; undefined where it does nothing now: whoever lists the rules is told why. */
export const runningNow = (chat: HasPresets, asker: Asker, what: WhatRuns): Promise<Running | undefined> =>
  runningOf(chat, asker, what).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    return undefined;
  });

/** All that it does, one after the other. */
export const stepsIn = ({
  model,
  settings,
  next = [],
}: Pick<Running, 'model' | 'settings' | 'next'>): Step[] => [{ model: model.name, settings }, ...next];

/** `Larger picture ×4`, `Smoother video 60 fps, then larger video ×2`; for a button `Larger ×4`. */
export function doneBy(running: Running, how: 'long' | 'short' = 'long'): string {
  const titles = stepsIn(running).map(({ model: name, settings }) => {
    const model = findModel(name);
    const prepared = model?.prepare(settings);
    const short = how === 'short' ? model?.short : undefined;
    return model ? whatIsDone(model, prepared?.ok ? prepared.settings : {}, short) : name;
  });
  return recipeWords.title(titles);
}

/** As it is typed: `crisp`, `@crisp`, `upscale x4`. @throws Refusal with what is wrong with it */
export async function whatFrom(chat: HasPresets, asker: Asker, given: string): Promise<WhatRuns> {
  const text = given.trim();
  if (text === '') throw new Refusal(words.whichRun(chat.traits.typed('rules offer upscale x4')));
  const { preset, rest } = presetIn(text);
  const isOne = !/\s/.test(text);
  const name = preset ?? (isOne ? presetNameFrom(text) : undefined);
  if (name !== undefined) {
    const { presets } = chat.requests;
    const shared = await presets.all(shelfOf(chat, asker, 'scope'));
    if (shared.has(name)) {
      if (preset !== undefined && rest.trim() !== '') throw new Refusal(words.presetAlone(name));
      return { preset: name };
    }
    if (preset !== undefined || !readText(text).model) {
      const own = await presets.all(shelfOf(chat, asker, 'own'));
      const save = `presets save ${name} for everybody …`;
      if (own.has(name)) throw new Refusal(words.ownPreset(name, save));
      const known = [...shared.keys(), ...models.map(({ command }) => command)];
      throw new Refusal(words.noPreset(text, nearest(name, known), chat.traits.typed('presets')));
    }
  }
  return presetFrom(text);
}

/** Presets for everybody there whose name or settings hold what is typed so far, and how each is taken out. */
export async function suggestWhat(
  chat: HasPresets,
  asker: Asker,
  typed: string,
  count: number,
): Promise<{ name: string; text: string }[]> {
  const shared = await chat.requests.presets.all(shelfOf(chat, asker, 'scope'));
  const all = [...shared].map(([name, preset]) => ({ name, text: `${name}: ${briefly(preset)}` }));
  const wanted = typed.trim().replace(/^@/, '').toLowerCase();
  return [...all, { name: 'off', text: 'off' }]
    .filter(({ text }) => text.toLowerCase().includes(wanted))
    .slice(0, count);
}

/** Those of a message that it can be run on; of several none where it has steps, which are asked for of one file at a time. */
export function fittingFor<F extends Found>(media: readonly F[], { model, next = [] }: Running): F[] {
  const all = media.filter(({ medium }) => medium === model.takes);
  return next.length > 0 && all.length > 1 ? [] : all;
}

/** The same for the same message and the same run, whoever asks for it and however often. */
export function keyFor(message: string, running: Running): string {
  const all = stepsIn(running).flatMap(({ model, settings }) => [
    model,
    Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1)),
  ]);
  return hashOf([message, ...all]);
}

/** Short, since it stands in ids of buttons. */
export const hashOf = (told: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16);
