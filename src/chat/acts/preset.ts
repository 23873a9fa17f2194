/** *Save as preset…* under a result, and what is done with a preset that was just saved. */
import { jobFor } from '../access.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { keepPreset, nameFrom, sharePreset, takePreset } from '../presets/keep.ts';
import { presetNamed } from '../presets/named.ts';
import { presetOfJob } from '../presets/of-job.ts';
import { presetWords as words } from '../presets/words.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words as chatWords } from '../words.ts';

/** Asks for a name first. @param done.text the name that was given */
export async function actOnPreset<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument, text }: Pick<Action, 'id' | 'argument'> & { text?: string | undefined },
): Promise<void> {
  const [deed, given = ''] = argument?.split('.') ?? [];
  switch (deed) {
    case undefined:
      return text === undefined ? askName(chat, turn, id) : save(chat, turn, id, { name: text });
    case 'own':
    case 'scope':
      return save(chat, turn, id, { name: given, whose: deed, replace: true });
    case 'all': {
      const { name, model, settings, next } = await presetNamed(chat, turn.asker, id);
      const preset = { model, settings, next };
      const kept = { name, whose: 'scope', preset, replace: given === 'sure' } as const;
      return turn.reply(await keepPreset(chat, turn, kept, { act: 'preset', id, argument: 'all.sure' }));
    }
    case 'share':
      return turn.reply(await sharePreset(chat, turn, id));
    case 'take':
      return turn.reply(await takePreset(chat, turn, id, { as: given || undefined, replace: true }));
    default:
      throw new Refusal(chatWords.gone);
  }
}

async function askName<F extends Found>(chat: Chat, turn: Turn<F>, id: string): Promise<void> {
  await jobFor(chat, turn, 'reuse', id);
  await turn.ask({
    title: words.nameTitle,
    label: words.nameLabel,
    hint: words.nameHint,
    most: 40,
    action: { act: 'preset', id },
  });
}

async function save<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  id: string,
  {
    name: given,
    whose = 'own',
    replace = false,
  }: { name: string; whose?: 'own' | 'scope'; replace?: boolean },
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  const name = nameFrom(given);
  const preset = await presetOfJob(chat, job);
  const instead = { act: 'preset', id, argument: `${whose}.${name}` } as const;
  await turn.reply(await keepPreset(chat, turn, { name, whose, preset, replace }, instead));
}
