/** What else can be done with a result, where it has no room beside it. */
import { jobFor } from '../access.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { actionsOf } from '../next-actions.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';

/** What has no room beside the result, for the one who pressed. */
export async function more<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id }: Pick<Action, 'id'>,
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  const isTaste = (await chat.requests.taste.of(job)) !== undefined;
  // Of a taste test only its picture can be taken away: each way has its own button.
  const view = { ...(await chat.requests.view(job)), ...(isTaste && { taste: { ways: [] } }) };
  // Results that stand together have no room for any of it.
  const actions = actionsOf(view, chat.shown(job.address))
    .filter((it) => it.more || job.batch)
    .map(({ more: _, ...it }) => it);
  if (actions.length === 0) throw new Refusal(words.fileGone);
  await turn.reply({ kind: 'notice', text: words.moreOf(view.resultName ?? view.title), actions });
}
