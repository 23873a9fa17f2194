/** What is done with a version: a vote for it, a fork of it, and its message made one line or shown again. */

import { setIn } from '../../core/media/compare/fit-request.ts';
import type { Medium } from '../../models/fields.ts';
import { findModel } from '../../models/index.ts';
import { type Action, sure } from '../action.ts';
import type { Chat } from '../chat.ts';
import { fittingModel } from '../form/filled.ts';
import { mediumOfType } from '../media.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words as chatWords } from '../words.ts';
import { checkMayDecide, grow, redraw, versionAt } from './grown.ts';
import { votingWords as words } from './words.ts';

type Done = Pick<Action, 'id' | 'argument'>;

/** Of what was asked privately the answer takes the place; what all see stays. */
const inPlace = ({ pressed }: Pick<Turn, 'pressed'>) =>
  pressed && pressed.job === undefined ? ({ replaces: true } as const) : {};

/** The argument that takes a vote back. */
export const back = 'back';

/** One for each person; pressed again it says so, with a button to take it back, so that a finger that presses twice loses none. */
export async function upvote<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const { job, tree, number } = await versionAt(chat, turn, id);
  const { requester } = turn.asker;
  const before = tree.votes.get(requester);
  const answer = await chat.requests.versions.vote(job, requester, argument !== back);
  const again: Action = { act: 'upvote', id, argument: back, label: words.takeBack };
  const say = (text: string, actions: readonly Action[] = []) =>
    turn.reply({ kind: 'notice', text, actions, ...inPlace(turn) });
  switch (answer) {
    case 'gone':
      throw new Refusal(words.noVersion);
    case 'same':
      return say(words.same(number), [again]);
    case 'none':
      return say(words.noVote(number));
    case 'withdrawn':
      await say(words.withdrawn(number));
      break;
    case 'counted':
      await say(words.counted(number), [again]);
      break;
    case 'changed':
      await say(words.changed(number, before ?? ''), [again]);
  }
  const others = tree.versions.filter((it) => it.number === before).map((it) => it.job);
  await redraw(chat, [id, ...others]);
}

/** Its settings in a form, with its result as the source; whoever sends it pays. */
export async function fork<F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  const { job } = await versionAt(chat, turn, id);
  const takes: Medium | undefined = mediumOfType(job.result?.type ?? '');
  if (!takes || !(await chat.resultOf(job))) throw new Refusal(chatWords.fileGone);
  const own = findModel(job.model);
  const model = fittingModel(takes, own);
  const settings = model === own ? setIn(job) : {};
  await turn.form({ model: model.name, settings, media: [], kept: { job: id, file: 'result' }, takes });
}

/** All but the picked one, once that was agreed to. @param done.id of the picked one */
export async function fold<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const { tree } = await versionAt(chat, turn, id);
  const grown = await grow(chat, tree);
  await checkMayDecide(chat, turn, grown);
  if (!chat.results.folds) throw new Refusal(words.cannotFold);
  const others = grown.standing.filter(
    ({ gone, job, number }) => !gone && job !== id && !tree.folded.has(number),
  );
  if (others.length === 0) throw new Refusal(words.nothingToFold);
  if (argument !== sure) {
    const yes: Action = { act: 'fold', id, argument: sure, label: words.foldNow };
    return turn.reply({ kind: 'notice', text: words.foldAsk(others.length), actions: [yes] });
  }
  const { versions } = chat.requests;
  await Promise.all(others.map(({ job }) => versions.fold({ id: job }, true)));
  const drawn = await redraw(
    chat,
    others.map(({ job }) => job),
  );
  // What stands as it did is not folded.
  const left = others.filter(({ job }) => !drawn.includes(job));
  await Promise.all(left.map(({ job }) => versions.fold({ id: job }, false)));
  if (drawn.length === 0) throw new Refusal(words.cannotFold);
  const text = left.length === 0 ? words.folded(drawn.length) : words.foldedPartly(drawn.length, left.length);
  await turn.reply({ kind: 'notice', text, ...inPlace(turn) });
}

/** Whoever sees it may. */
export async function unfold<F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  const { job } = await versionAt(chat, turn, id);
  await chat.requests.versions.fold(job, false);
  const [drawn] = await redraw(chat, [id]);
  if (drawn === undefined) throw new Refusal(words.cannotUnfold);
  await turn.reply({ kind: 'notice', text: words.unfolded, quiet: true });
}
