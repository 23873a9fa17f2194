/** A result once more as what its source was: a GIF, or a WebP that moves. It costs nothing. */
import { type MovingType, movingTypes } from '../../core/domain/media-record.ts';
import { movingNames } from '../../core/media/moving/words.ts';
import { jobFor } from '../access.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';

/** ms. Whoever asks within it after somebody else in the same place gets what they get. */
const makingMs = 60_000;

/** @param done.argument `gif` or `webp` @throws Refusal; Failure moving-too-large where not even the least fits */
export async function sendMoving<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Pick<Action, 'id' | 'argument'>,
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  const as = movingTypes.find((type) => type === argument);
  const { cameAs: _, ...view } = await chat.requests.view(job);
  if (!as || !view.result?.type.startsWith('video/')) throw new Refusal(words.noMoving);
  const delivery = await chat.resultOf(job);
  if (!delivery) throw new Refusal(words.fileGone);
  const [now, before] = keysOf(chat, turn, `${id}:${as}`);
  if (!((await chat.once(now)) && (await chat.once(before))))
    return turn.reply({ kind: 'notice', text: words.madeOnce(movingNames[as]) });
  try {
    await turn.reply({ kind: 'notice', text: words.makingMoving(movingNames[as]) });
    const resultName = named(delivery.fileName, as);
    const said = await turn.send(job, { ...view, resultName }, { ...delivery, as }, 'here');
    if (said) await turn.reply(said);
  } catch (error) {
    // Nothing came of it, and it may be asked for again at once.
    await Promise.all([now, before].map(chat.forget));
    throw error;
  }
}

const named = (fileName: string, as: MovingType): string => fileName.replace(/\w+$/, as);

/** Of this minute and the one before. */
function keysOf(
  { clock }: Pick<Chat, 'clock'>,
  { conversation }: Pick<Turn, 'conversation'>,
  what: string,
): [now: string, before: string] {
  const now = Math.floor(clock() / makingMs);
  const key = (at: number) => `moving:${what}:${conversation.id}:${at}`;
  return [key(now), key(now - 1)];
}
