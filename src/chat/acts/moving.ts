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
import { askedOnce } from './once.ts';

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
  await askedOnce(chat, turn, `moving:${id}:${as}`, {
    begun: words.makingMoving(movingNames[as]),
    already: words.madeOnce(movingNames[as]),
    make() {
      const resultName = named(delivery.fileName, as);
      return turn.send(job, { ...view, resultName }, { ...delivery, as }, 'here');
    },
  });
}

const named = (fileName: string, as: MovingType): string => fileName.replace(/\w+$/, as);
