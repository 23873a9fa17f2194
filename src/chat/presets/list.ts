/** All presets that somebody has, in lines. */
import type { Reply, Style } from '../reply.ts';
import type { Turn } from '../turn.ts';
import { type HasPresets, presetsOf, toldOf } from './named.ts';
import { type Whose, presetWords as words } from './words.ts';

export async function presetList(chat: HasPresets, asker: Turn['asker']): Promise<Reply<never>> {
  const all = await presetsOf(chat, asker);
  const { typed, example } = chat.traits;
  const use = (name: string) => example(`upscale @${name}`);
  if (all.length === 0) {
    const text = words.nothing(use('crisp'), typed('presets save crisp upscale x4'));
    return { kind: 'notice', text };
  }
  const [first] = all;
  const section = (whose: Whose, style: Style) => {
    const its = all.filter((it) => it.whose === whose);
    const lines = its.map((it) => {
      const told = toldOf(it);
      const does = told ? words.line(told.what, told.how) : words.unusable;
      return `${style.code(`@${it.name}`)}${does}${it.hides ? words.hides : ''}`;
    });
    return lines.length > 0 ? [style.bold(words[whose]), ...lines] : [];
  };
  return {
    kind: 'lines',
    lines: (style) => [
      ...section('own', style),
      ...section('scope', style),
      words.more(example(`@${first?.name}`), typed(`presets share ${first?.name}`)),
    ],
  };
}
