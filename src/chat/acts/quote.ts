/** A price is agreed to, or not. */
import { Failure } from '../../core/domain/failure.ts';
import type { Action } from '../action.ts';
import { agreedTo } from '../channel-rules/agreed.ts';
import type { Chat } from '../chat.ts';
import { followBatch, followOn } from '../owner/followed.ts';
import { withOthers } from '../pot/offers.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';

type Done = Pick<Action, 'id' | 'argument'>;

/** Two presses are one job with one card. */
export async function runQuote<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const person = await turn.person();
  const variant = argument === undefined ? {} : { variant: Number(argument) };
  try {
    const answer = await chat.requests.run(id, { person, ...variant });
    const to = 'job' in answer ? answer.job.id : answer.quote.id;
    if (to !== id) await followOn(chat, turn.asker.platform, id, to);
    await agreedTo(chat, turn, id, answer);
    if ('job' in answer) await followBatch(chat, answer.job);
    if ('job' in answer) await turn.started(answer.job);
    else await turn.reply({ kind: 'price', quote: await withOthers(chat, turn, answer.quote) });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'quote-gone') throw error;
    // The price that has had its time goes with its buttons.
    await turn.reply({ kind: 'notice', text: error.message, replaces: true });
  }
}

export async function dropQuote<F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  await chat.requests.drop(id, await turn.person());
  await turn.reply({ kind: 'notice', text: words.dropped, replaces: true });
}
