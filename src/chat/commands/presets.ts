/** `presets`: settings under a name, one's own and those of all in a place. The answer is for the one who asks alone. */
import type { Preset } from '../../core/store/presets.ts';
import { jobFor } from '../access.ts';
import type { Chat } from '../chat.ts';
import {
  keepPreset,
  nameFrom,
  removePreset,
  renamePreset,
  sharePreset,
  takePreset,
} from '../presets/keep.ts';
import { presetList } from '../presets/list.ts';
import { presetOfJob } from '../presets/of-job.ts';
import { presetFrom } from '../presets/typed.ts';
import { type Whose, presetWords as words } from '../presets/words.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

export const presetDeeds = ['list', 'save', 'remove', 'rename', 'share', 'take'] as const;

/** What is asked for. `job`: whose settings are saved; left out, the newest of theirs. */
export type PresetsDeed =
  | { deed: 'list' }
  | { deed: 'save'; name: string; whose: Whose; replace: boolean; job?: string | undefined; text?: string }
  | { deed: 'remove'; name: string; whose: Whose }
  | { deed: 'rename'; name: string; to: string }
  | { deed: 'share'; name: string }
  | { deed: 'take'; code: string; as: string | undefined; replace: boolean };

/** Does it and answers. @throws Failure or Refusal with one sentence; then nothing was done */
export async function presetsCommand<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  it: PresetsDeed,
): Promise<void> {
  switch (it.deed) {
    case 'list':
      return turn.reply(await presetList(chat, turn.asker));
    case 'save': {
      const { whose, replace, text } = it;
      const name = nameFrom(it.name);
      const id = text === undefined ? await jobMeant(chat, turn.asker, it.job) : undefined;
      const preset = text === undefined ? await presetOf(chat, turn, id ?? '') : presetFrom(text);
      const argument = `${whose}.${name}`;
      const instead = id === undefined ? undefined : ({ act: 'preset', id, argument } as const);
      return turn.reply(await keepPreset(chat, turn, { name, whose, preset, replace }, instead));
    }
    case 'remove':
      return turn.reply(await removePreset(chat, turn, it.name, it.whose === 'scope'));
    case 'rename':
      return turn.reply(await renamePreset(chat, turn, it.name, it.to));
    case 'share':
      return turn.reply(await sharePreset(chat, turn, it.name));
    case 'take':
      return turn.reply(await takePreset(chat, turn, it.code, it));
  }
}

/** @throws Refusal where it is none that they may use */
async function presetOf<F extends Found>(chat: Chat, turn: Turn<F>, id: string): Promise<Preset> {
  const job = await jobFor(chat, turn, 'reuse', id);
  return presetOfJob(chat, job);
}

async function jobMeant({ requests }: Chat, asker: Turn['asker'], id: string | undefined): Promise<string> {
  const [newest] = id === undefined ? await requests.jobs(asker, 1) : [];
  const meant = id ?? newest?.id;
  if (meant === undefined) throw new Refusal(words.whichJob);
  return meant;
}
