/** A result once more: where it could not be posted after all, or where it is asked for. */
import { jobFor } from './access.ts';
import type { Action } from './action.ts';
import type { Chat } from './chat.ts';
import { Refusal } from './reply.ts';
import type { Found } from './request.ts';
import type { Destination, Turn } from './turn.ts';
import { words } from './words.ts';

/** ms. Asked for again within it, a result is on its way already. */
const sendingMs = 30_000;

/** A result that could not be posted is posted after all; one that was is sent once more. */
export async function sendAgain<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id }: Pick<Action, 'id'>,
  to: Destination,
): Promise<void> {
  const { requests, once, clock } = chat;
  const job = await jobFor(chat, turn, to === 'private' ? 'reuse' : 'resend', id);
  const view = await requests.view(job);
  if (!view.over) throw new Refusal(words.notDone);
  if (to === 'here' && view.undelivered) {
    if ((await requests.deliverAgain(id)) === 'gone') throw new Refusal(words.fileGone);
    return turn.reply({ kind: 'notice', text: words.onItsWay, quiet: true });
  }
  const delivery = await chat.resultOf(job);
  if (!delivery) throw new Refusal(words.fileGone);
  const window = Math.floor(clock() / sendingMs);
  const { requester } = turn.asker;
  if (!(await once(`resend:${id}:${requester}:${turn.conversation.id}:${to}:${window}`)))
    return turn.reply({ kind: 'notice', text: words.onItsWay, quiet: true });
  const said = await turn.send(job, view, delivery, to);
  if (said) await turn.reply(said);
}
