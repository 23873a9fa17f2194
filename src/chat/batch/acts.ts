/** What is done with several jobs of one request, or with one that no job was made of. */
import { isInFlight } from '../../core/domain/job.ts';
import { jobFor } from '../access.ts';
import { type Action, sure } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import { startRequest } from '../start.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';

type Done = Pick<Action, 'id' | 'argument'>;

/** Cancels all that goes on, and says first what that still costs, unless it was read: `sure`. */
export async function stop<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const { requests } = chat;
  const lead = await jobFor(chat, turn, 'cancel', id);
  const view = await requests.card(lead);
  if (!view.cancellable) throw new Refusal(view.over ? words.overAlready(view.line) : words.cannotCancel);
  const isSure = argument === sure;
  const ask = async (text: string) => {
    const again: Action = { act: 'stop', id, argument: sure, label: words.cancelAnyway, style: 'danger' };
    await turn.reply({ kind: 'notice', text, actions: [again] });
  };
  if (view.cancelNote !== undefined && !isSure) return ask(view.cancelNote);
  for (const job of (await requests.batch(id))?.jobs ?? [])
    if (isInFlight(job.state)) await requests.cancel(job.id, { onlyFree: !isSure });
  chat.changed?.(lead.scope, lead.requester);
  // What was free when it was looked at may be with the provider by now.
  const { cancellable, cancelNote } = await requests.card(lead);
  if (!isSure && cancellable && cancelNote !== undefined) return ask(cancelNote);
  await turn.reply({ kind: 'notice', text: words.cancelling, quiet: true });
}

/** One of which no job was made, once more, by itself; whoever presses pays. */
export async function anew<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  await jobFor(chat, turn, 'reuse', id);
  const item = (await chat.requests.batch(id))?.items[Number(argument)];
  if (!item?.found) throw new Refusal(words.fileGone);
  const { model, settings, found } = item;
  // As this platform handed it in when the batch was asked for; nobody else writes it.
  await startRequest(chat, turn, { model, settings, source: found as F });
}
