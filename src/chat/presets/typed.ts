/** A typed request that names a preset: `upscale @crisp`, `@crisp x2`. What is typed beside it counts before it. */
import { readText, type TextRequest } from '../../core/text/request.ts';
import type { Medium } from '../../models/fields.ts';
import type { Chat } from '../chat.ts';
import type { Turn } from '../turn.ts';
import { presetNamed, runOf } from './named.ts';

/** @param text without the preset's name. @throws Refusal where there is none, or it does not fit what is asked for */
export async function readWith(
  chat: Pick<Chat, 'requests' | 'traits'>,
  asker: Turn['asker'],
  { preset: name, rest }: { preset: string | undefined; rest: string },
  medium: Medium | undefined,
): Promise<TextRequest> {
  const asked = readText(rest, medium);
  if (name === undefined) return asked;
  const preset = await presetNamed(chat, asker, name);
  const { model, settings } = runOf(chat, preset);
  // `x2` alone is meant for the preset's model, whichever other one takes it, too.
  const read = asked.model === model ? asked : readText(`${model.command} ${rest}`, medium);
  if (read.unknown.length > 0 && asked.unknown.length === 0) runOf(chat, preset, asked.model);
  const kept = Object.entries(settings).map(([field, value]) => [field, String(value)] as const);
  return { ...read, settings: { ...Object.fromEntries(kept), ...read.settings } };
}
