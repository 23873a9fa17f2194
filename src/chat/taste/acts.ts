/** What is done with a taste test: the whole picture by one of its ways, and votes; and how one is asked for with a button. */
import { jobFor } from '../access.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import { startRequest } from '../start.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';
import { startTaste } from './start.ts';
import { tasteWords } from './words.ts';

type Done = Pick<Action, 'id' | 'argument'>;

/** On the result that the button stands under. */
export const tryOut = <F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> =>
  startTaste(chat, turn, { kept: { job: id, file: 'result' }, area: 'detail' });

/** The whole picture by exactly the settings of a tile; whoever presses pays. */
export async function runWhole<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const lead = await jobFor(chat, turn, 'reuse', id);
  const taste = await chat.requests.taste.of(lead);
  const item = (await chat.requests.batch(id))?.items[Number(argument) - 1];
  if (!taste || !item) throw new Refusal(tasteWords.noWay);
  const { model, settings, found } = item;
  if (taste.kept) return void (await startRequest(chat, turn, { model, settings, kept: taste.kept }));
  if (!found) throw new Refusal(words.fileGone);
  // As this platform handed it in when the test was asked for; nobody else writes it.
  await startRequest(chat, turn, { model, settings, source: found as F });
}

/** Everybody who sees it has one, and may change it. */
export async function vote<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const lead = await jobFor(chat, turn, 'reuse', id);
  const position = Number(argument);
  const items = (await chat.requests.batch(id))?.items ?? [];
  const name = position === 0 ? words.plainWay : items[position - 1]?.name;
  if (name === undefined || !(await chat.requests.taste.of(lead))) throw new Refusal(tasteWords.noWay);
  const counted = await chat.requests.taste.vote(lead, turn.asker.requester, position);
  if (counted === 'over') throw new Refusal(tasteWords.votingOver);
  await turn.reply({ kind: 'notice', text: tasteWords.voted(position + 1, name) });
}
