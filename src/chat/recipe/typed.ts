/** A typed request with all of its steps: the first one as any request is read, those behind `then` after it. */
import { presetIn } from '../../core/text/preset-name.ts';
import { partsOf } from '../../core/text/steps.ts';
import type { Medium } from '../../models/fields.ts';
import { findModel } from '../../models/index.ts';
import type { Chat } from '../chat.ts';
import { readWith, type Typed } from '../presets/typed.ts';
import type { Turn } from '../turn.ts';
import { stepsFrom } from './steps.ts';

/** @throws Refusal that names the step, where one after the first means nothing */
export async function readSteps(
  chat: Chat,
  asker: Turn['asker'],
  text: string,
  medium: Medium | undefined,
): Promise<Typed> {
  const [first = '', ...rest] = partsOf(chat.traits.written(text));
  const asked = await readWith(chat, asker, presetIn(first), medium);
  if (rest.length === 0) return asked;
  const { next = [] } = asked;
  const before = next.length === 0 ? asked.model : findModel(next.at(-1)?.model ?? '');
  const more = await stepsFrom(chat, asker, rest, { before, first: next.length + 2 });
  return { ...asked, next: [...next, ...more] };
}
