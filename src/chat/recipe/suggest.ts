/** What can follow, as it is typed in one line: suggested while it is written, and read once it is. */

import { partsOf } from '../../core/text/steps.ts';
import { findModel } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import type { HasPresets } from '../presets/named.ts';
import type { ChatRequest } from '../request.ts';
import type { Turn } from '../turn.ts';
import { followersOf, stepsFrom } from './steps.ts';

/** `upscale-video`, `upscale-video x2`, `smooth then upscale-video`. */
export function suggestNext(model: Model | undefined, typed: string, count: number): string[] {
  const parts = partsOf(typed);
  const done = parts
    .slice(0, -1)
    .map((part) => `${part} then `)
    .join('');
  const [word = ''] = (parts.at(-2) ?? '').split(' ');
  const before = parts.length > 1 ? findModel(word) : model;
  const wanted = (parts.at(-1) ?? '').toLowerCase();
  return followersOf(before)
    .flatMap(({ command, fields, main }) => {
      const field = fields.find(({ name }) => name === main);
      const values = field?.kind === 'choice' ? field.options.map(({ value }) => `${command} x${value}`) : [];
      return [command, ...(field && 'role' in field && field.role === 'times' ? values : [])];
    })
    .map((text) => `${done}${text}`)
    .filter((text) => text.toLowerCase().includes(wanted))
    .slice(0, count);
}

type First = Pick<ChatRequest, 'model' | 'settings' | 'next'>;

/** @throws Refusal naming the step */
export async function withNext(
  chat: HasPresets,
  asker: Turn['asker'],
  first: First,
  text: string,
): Promise<First> {
  const { next = [] } = first;
  const before = findModel(next.at(-1)?.model ?? first.model);
  const more = await stepsFrom(chat, asker, partsOf(text), { before, first: next.length + 2 });
  return { ...first, next: [...next, ...more] };
}
