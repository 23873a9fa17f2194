/** A typed request that names a preset: `upscale @crisp`, `@crisp x2`. What is typed beside it counts before it. */

import type { Step } from '../../core/domain/asked/recipe.ts';
import type { Preset } from '../../core/store/presets.ts';
import { readText, type TextRequest } from '../../core/text/request.ts';
import { partsOf } from '../../core/text/steps.ts';
import { problem } from '../../core/words/fields.ts';
import type { Medium } from '../../models/fields.ts';
import { Refusal } from '../reply.ts';
import type { Turn } from '../turn.ts';
import { type HasPresets, presetNamed, runOf } from './named.ts';
import { presetWords as words } from './words.ts';

/** `next`: the steps that follow, as a preset has them. */
export type Typed = TextRequest & { next?: readonly Step[] | undefined };

/** @param text without the preset's name. @throws Refusal where there is none, or it does not fit what is asked for */
export async function readWith(
  chat: HasPresets,
  asker: Turn['asker'],
  { preset: name, rest }: { preset: string | undefined; rest: string },
  medium: Medium | undefined,
): Promise<Typed> {
  const asked = readText(rest, medium);
  if (name === undefined) return asked;
  const preset = await presetNamed(chat, asker, name);
  const { model, settings, next } = runOf(chat, preset);
  // `x2` alone is meant for the preset's model, whichever other one takes it, too.
  const read = asked.model === model ? asked : readText(`${model.command} ${rest}`, medium);
  if (read.unknown.length > 0 && asked.unknown.length === 0) runOf(chat, preset, asked.model);
  const kept = Object.entries(settings).map(([field, value]) => [field, String(value)] as const);
  return { ...read, settings: { ...Object.fromEntries(kept), ...read.settings }, ...(next && { next }) };
}

/** Of a request as it would be typed to run it. @throws Refusal */
export function presetFrom(text: string): Preset {
  const [first = '', ...rest] = partsOf(text);
  const { model, settings } = oneFrom(first);
  return rest.length === 0 ? { model, settings } : { model, settings, next: rest.map(oneFrom) };
}

function oneFrom(text: string): Omit<Preset, 'next'> {
  const { model, settings, unknown } = readText(text);
  if (!model || unknown.length > 0) throw new Refusal(words.saidNothing('presets save crisp upscale x4'));
  const prepared = model.prepare(settings);
  if (!prepared.ok) throw new Refusal(prepared.problems.map(problem).join(' '));
  return { model: model.name, settings };
}
