/** A result once more: where it could not be posted after all, where it is asked for, or as it was made. */
import { isOver } from '../../core/domain/job.ts';
import { momentUtc, bytes as size } from '../../core/words/amounts.ts';
import { jobFor } from '../access.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Destination, Turn } from '../turn.ts';
import { words } from '../words.ts';

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
  const job = await jobFor(chat, turn, 'resend', id);
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

/** The result as it was made: as a file where that can be, else by a link where the owner has named an address for it. */
export async function giveOriginal<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id }: Pick<Action, 'id'>,
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  if (!isOver(job.state)) throw new Refusal(words.notDone);
  const delivery = await chat.resultOf(job);
  if (!delivery) throw new Refusal(words.fileGone);
  const tooLarge = await turn.original(delivery);
  if (tooLarge === undefined) return;
  const link = await chat.requests.links.to(job);
  if (!link) throw new Refusal(`${tooLarge} ${words.noLink}`);
  const label = `${delivery.fileName}, ${size(delivery.bytes)}`;
  await turn.reply({
    kind: 'lines',
    lines: ({ link: linked, moment = momentUtc }) => [
      tooLarge,
      words.originalLink(linked(label, link.url), moment(link.until)),
    ],
  });
}
