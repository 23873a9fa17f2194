/** One version is picked: that is announced once, where all see it, and pinned where that may be. */
import { type Tree, votesFor } from '../../core/domain/versions/tree.ts';
import { asItIs } from '../../core/words/names.ts';
import { versionWords } from '../../core/words/versions/words.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { checkMayDecide, grow, redraw, versionAt } from './grown.ts';
import { namesIn } from './show.ts';
import { votingWords as words } from './words.ts';

/** ms. Whoever announces it and dies is followed by whoever presses after that. */
const announcingMs = 60_000;

export async function pick<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id }: Pick<Action, 'id'>,
): Promise<void> {
  const { job, tree, number } = await versionAt(chat, turn, id);
  const grown = await grow(chat, tree);
  await checkMayDecide(chat, turn, grown);
  if (!grown.jobs.has(id)) throw new Refusal(words.gone(number));
  const { versions } = chat.requests;
  const answer = await versions.pick(job, turn.asker.requester);
  if (answer === 'gone') throw new Refusal(words.gone(number));
  const say = (text: string) => turn.reply({ kind: 'notice', text });
  if (answer === 'told') return say(words.pickedBefore(number));
  const now = (await versions.of(job)) ?? tree;
  if (now.picked?.number !== number || !(await isFirst(chat, now))) return say(words.pickedBefore(number));
  const said = await chat.results.announce(job, await announcementOf(chat, turn, now, number, id));
  // Told or not to be told: whoever presses again learns that it was picked.
  await versions.told(job);
  if (said) await chat.results.pin(job).catch(() => false);
  // What all see is answer enough.
  if (!said) await say(words.pickedQuietly(number));
  const before = tree.versions.find((it) => it.number === tree.picked?.number)?.job;
  await redraw(chat, [id, ...(before === undefined ? [] : [before])]);
}

const isFirst = ({ once, clock }: Pick<Chat, 'once' | 'clock'>, { id, picked }: Tree): Promise<boolean> =>
  once(`picked:${id}:${picked?.number}:${picked?.at}:${Math.floor(clock() / announcingMs)}`);

async function announcementOf<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  tree: Tree,
  number: string,
  id: string,
) {
  const names = await namesIn(chat, turn, [tree.picked?.by ?? '']);
  const version = tree.versions.find((it) => it.number === number);
  const fold: Action = { act: 'fold', id, label: words.foldOthers };
  const outline: Action = { act: 'versions', id, label: words.versions };
  const others = chat.results.folds && tree.versions.length > 1;
  return {
    lines: () => [
      words.announced({
        number,
        name: asItIs(tree.name ?? versionWords.source),
        by: names(tree.picked?.by ?? ''),
        did: version?.did ?? '',
        votes: votesFor(tree, number),
      }),
    ],
    actions: [...(others ? [fold] : []), outline],
  };
}
