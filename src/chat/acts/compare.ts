/** A result beside its source, posted below it: what was made of it, for everybody to see. It costs nothing. */
import type { Motion } from '../../core/domain/comparing.ts';
import { type ComparisonType, comparisonTypes } from '../../core/domain/media-record.ts';
import { besideView } from '../../core/jobs/files/beside.ts';
import type { View } from '../../core/view/view.ts';
import { findModel } from '../../models/index.ts';
import { jobFor } from '../access.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';
import { askedOnce } from './once.ts';

/** @param done.argument a way to compare. @throws Refusal; Failure not-comparable */
export async function sendComparison<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Pick<Action, 'id' | 'argument'>,
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  const wanted = comparisonTypes.find((type) => type === (argument ?? 'picture'));
  const { place, motion } = await chat.requests.comparing.of(turn.asker);
  if (place.compare === 'off') throw new Refusal(words.comparingOff);
  const view = await chat.requests.view(job);
  // It may stand under what was posted before its person chose otherwise.
  const takes = findModel(job.model)?.takes;
  const compare = wanted && inMotion(wanted, view, motion);
  if (!compare || takes === undefined) throw new Refusal(words.notCompared);
  const delivery = await chat.resultOf(job);
  if (!delivery) throw new Refusal(words.fileGone);
  await askedOnce(chat, turn, `compare:${id}:${compare}`, {
    begun: words.makingComparison,
    already: words.comparedOnce,
    async make() {
      return turn.send(job, besideView(view, compare), { ...delivery, as: { compare, takes } }, 'here');
    },
  });
}

/** What stands still in place of a clip, where either of them wants it so. */
function inMotion(wanted: ComparisonType, { still, result }: View, motion: Motion): ComparisonType {
  if (!still && motion !== 'reduced') return wanted;
  if (result?.type.startsWith('video/')) return 'still';
  return wanted === 'wipe' ? 'picture' : wanted;
}
