/** A job is given up; what that still costs is read first. */
import { jobFor } from '../access.ts';
import { type Action, sure } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';

type Done = Pick<Action, 'id' | 'argument'>;

/** Says first what it still costs, unless that was read: `sure`. */
export async function cancelJob<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  // The card stands before its job does.
  const isMade = (await chat.requests.read(id)) !== undefined;
  if (!isMade && (await chat.requests.cancelExpected(id, turn.asker)))
    return turn.reply({ kind: 'notice', text: words.cancelling });
  const job = await jobFor(chat, turn, 'cancel', id);
  const { cancelNote, cancellable, over, state, line } = await chat.requests.view(job);
  // The question may have been asked before the job ended, and no result comes of it any more.
  if (over && state !== 'COMPLETED') throw new Refusal(words.overAlready(line));
  if (cancellable && cancelNote !== undefined && argument !== sure) {
    const again: Action = { act: 'cancel', id, argument: sure, label: words.cancelAnyway, style: 'danger' };
    return turn.reply({ kind: 'notice', text: cancelNote, actions: [again] });
  }
  // What was free when it was looked at may be with the provider by now, and then it is asked about as well.
  const onlyFree = cancellable && argument !== sure;
  if (!(await chat.requests.cancel(id, { onlyFree }))) {
    if (onlyFree) return cancelJob(chat, turn, { id });
    throw new Refusal(words.cannotCancel);
  }
  chat.changed?.(job.scope, job.requester);
  await turn.reply({ kind: 'notice', text: words.cancelling, quiet: true });
}
