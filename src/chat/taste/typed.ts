/** `try`, `try upper left`: with a picture that is at hand. */
import { type Area, areas } from '../../core/domain/asked/taste.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { About, Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';
import { startTaste } from './start.ts';
import { tasteWords } from './words.ts';

/** The first of several pictures is tried. @throws Refusal */
export async function typedTaste<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  said: readonly string[],
  about: () => Promise<About<F>>,
): Promise<void> {
  const area = areaIn(said);
  const { media, earlier, nothing } = await about();
  const source = media.find(({ medium }) => medium !== 'video');
  if (source) return startTaste(chat, turn, { source, area });
  if (media.length > 0 || earlier?.takes === 'video') throw new Refusal(tasteWords.onlyPictures);
  if (!earlier) throw new Refusal(nothing === 'help' ? words.nothingThere : nothing.text);
  await startTaste(chat, turn, { kept: earlier.kept, area });
}

/** `upper left`, `upper-left`, `center`. @throws Refusal */
function areaIn(said: readonly string[]): Area {
  // The link to its picture is none of it.
  const named = said.filter((it) => !it.includes('://'));
  const word = named
    .join('-')
    .toLowerCase()
    .replace(/^center$/, 'centre');
  if (word === '') return 'detail';
  const area = areas.find((each) => each === word);
  if (!area) throw new Refusal(tasteWords.noArea(named.join(' '), areas));
  return area;
}
