/** What stands after the typed word `presets`. */
import { nearest } from '../../core/text/nearest.ts';
import type { Chat } from '../chat.ts';
import { type Whose, presetWords as words } from '../presets/words.ts';
import { Refusal } from '../reply.ts';
import type { About, Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { type PresetsDeed, presetDeeds, presetsCommand } from './presets.ts';
import { commandWords } from './words.ts';

/** `more`: what follows the name: the id of a job, or a request as it is typed; nothing is left to whoever reads it. */
type Saving = { deed: 'save'; name: string; whose: Whose; replace: boolean; more: readonly string[] };

/** @throws Refusal with what is wrong with it */
export function presetsDeedIn(said: readonly string[]): Saving | Exclude<PresetsDeed, { deed: 'save' }> {
  const [first = 'list', name = '', ...rest] = said;
  const deed = presetDeeds.find((each) => each === first.toLowerCase());
  if (!deed) throw new Refusal(words.noDeed(first, nearest(first, presetDeeds), presetDeeds));
  const { flags, left } = flagsIn(rest, deed === 'save');
  const whose = flags.has('everybody') ? 'scope' : 'own';
  const replace = flags.has('replace');
  if (deed === 'save') return { deed, name, whose, replace, more: left };
  const [other, more] = left;
  const extra = deed === 'rename' || deed === 'take' ? more : deed === 'list' ? name || undefined : other;
  if (extra !== undefined) throw new Refusal(commandWords.tooMuch(extra));
  switch (deed) {
    case 'rename':
      return { deed, name, to: other ?? '' };
    case 'take':
      return { deed, code: name, as: other, replace };
    case 'remove':
      return { deed, name, whose };
    case 'share':
      return { deed, name };
    case 'list':
      return { deed };
  }
}

/**
 * As it is typed: nothing lists all; `save crisp` takes the job that is spoken of, or the newest, or what follows the name.
 * @throws Refusal with what is wrong with it
 */
export async function typedPresets<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  said: readonly string[],
  about: () => Promise<About<F>>,
): Promise<void> {
  const it = presetsDeedIn(said.map((word) => chat.traits.legible(word)));
  if (it.deed !== 'save') return presetsCommand(chat, turn, it);
  const { more, ...saving } = it;
  if (more.length === 0) {
    const { earlier } = await about();
    return presetsCommand(chat, turn, { ...saving, job: earlier?.kept.job });
  }
  const job = await jobNamed(chat, more);
  await presetsCommand(chat, turn, {
    ...saving,
    ...(job === undefined ? { text: more.join(' ') } : { job }),
  });
}

/** `for everybody`, `replace`, and small words. @param first only before all else: what follows may be a prompt */
function flagsIn(said: readonly string[], first: boolean): { flags: ReadonlySet<string>; left: string[] } {
  const flags = new Set<string>();
  const known = /^(?:for|as|to|replace|everybody|everyone)$/i;
  const from = first ? said.findIndex((word) => !known.test(word)) : said.length;
  const [front, back] = [said.slice(0, from < 0 ? said.length : from), from < 0 ? [] : said.slice(from)];
  for (const word of front)
    if (/^every/i.test(word)) flags.add('everybody');
    else if (/^replace$/i.test(word)) flags.add('replace');
  return { flags, left: [...front.filter((word) => !known.test(word)), ...back] };
}

/** A single word that is the id of a job. */
async function jobNamed({ requests }: Chat, said: readonly string[]): Promise<string | undefined> {
  const [id = '', more] = said;
  return more === undefined && (await requests.read(id.toLowerCase())) ? id.toLowerCase() : undefined;
}
