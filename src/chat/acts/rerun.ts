/** What was run before, or refused, is run once more: as it was, changed, by another model, or on the result. */
import { settingsOf } from '../../core/credits/repairs.ts';
import { setIn } from '../../core/media/compare/fit-request.ts';
import { findModel } from '../../models/index.ts';
import { jobFor } from '../access.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { settingsFor } from '../next-actions.ts';
import { wholeRequest } from '../recipe/acts.ts';
import { changeIn } from '../repair.ts';
import { Refusal } from '../reply.ts';
import type { ChatRequest, Found, Kept } from '../request.ts';
import { startRequest } from '../start.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';

type Done = Pick<Action, 'id' | 'argument'>;

/** The same once more, or another model on the result; whoever presses pays. */
export async function rerun<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
  file: Kept['file'],
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  const [name = '', value] = (argument ?? '').split('.');
  const model = findModel(name);
  const whole = model || file === 'result' ? undefined : await wholeRequest(chat, id);
  if (whole) return begin(chat, turn, whole);
  const settings = model ? settingsFor(model.name, value) : setIn(job);
  await begin(chat, turn, { model: model?.name ?? job.model, settings, kept: { job: id, file } });
}

/** The same source, by the change that the button named; whoever presses pays. */
export async function repair<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument = '' }: Done,
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  await begin(chat, turn, {
    ...changed({ model: job.model, settings: setIn(job) }, argument),
    kept: { job: id, file: 'source' },
  });
}

/** What was refused, once more or by that change; for whoever asked for it. */
export async function retry<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const kept = turn.drafts.get(id);
  if (!kept) throw new Refusal(words.formForgotten);
  if (kept.requester !== turn.asker.requester) throw new Refusal(words.formNotYours);
  const { model = '', settings, next, media, kept: file } = kept.draft;
  const run =
    argument === undefined ? { model, settings, next } : changed({ model, settings, next }, argument);
  await begin(chat, turn, { ...run, source: media[0], kept: file });
}

function changed(run: Pick<ChatRequest, 'model' | 'settings' | 'next'>, argument: string) {
  const change = changeIn(argument);
  const model = findModel(change.model);
  if (!model) throw new Refusal(words.gone);
  return { model: model.name, settings: settingsOf(change, run), first: change.first, next: run.next };
}

async function begin<F extends Found>(chat: Chat, turn: Turn<F>, request: ChatRequest<F>): Promise<void> {
  const { source, ...draft } = request;
  if (turn.homeless) await turn.form({ ...draft, media: source ? [source] : [] });
  else await startRequest(chat, turn, request);
}
