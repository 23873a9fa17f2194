/** What was run before, or refused, is run once more: as it was, changed, by another model, or on the result. */
import { settingsOf } from '../../core/credits/repairs.ts';
import { setIn } from '../../core/media/compare/fit-request.ts';
import { findModel } from '../../models/index.ts';
import { jobFor } from '../access.ts';
import { type Action, toldIn } from '../action.ts';
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
  const { argument: what, told } = toldIn(argument);
  const [name = '', value] = what.split('.');
  const model = findModel(name);
  const whole = model || file === 'result' ? undefined : await wholeRequest(chat, id);
  if (whole) return begin(chat, turn, whole);
  const kept = { job: id, file };
  if (model)
    return begin(chat, turn, { model: model.name, settings: settingsFor(model.name, value), kept, told });
  // Where the button says no price, what was said of the same run before stands.
  await begin(chat, turn, { model: job.model, settings: setIn(job), kept, told: told ?? job.price });
}

/** The same source, by the change that the button named; whoever presses pays. */
export async function repair<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument = '' }: Done,
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  const { argument: what, told } = toldIn(argument);
  await begin(chat, turn, {
    ...changed({ model: job.model, settings: setIn(job) }, what),
    kept: { job: id, file: 'source' },
    told,
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
  const { argument: what, told } = toldIn(argument);
  const run = what === '' ? { model, settings, next } : changed({ model, settings, next }, what);
  await begin(chat, turn, { ...run, source: media[0], kept: file, told });
}

function changed(run: Pick<ChatRequest, 'model' | 'settings' | 'next'>, argument: string) {
  const change = changeIn(argument);
  const model = findModel(change.model);
  if (!model) throw new Refusal(words.gone);
  return { model: model.name, settings: settingsOf(change, run), first: change.first, next: run.next };
}

async function begin<F extends Found>(chat: Chat, turn: Turn<F>, request: ChatRequest<F>): Promise<void> {
  const { source, told: _, ...draft } = request;
  if (turn.homeless) await turn.form({ ...draft, media: source ? [source] : [] });
  else await startRequest(chat, turn, request);
}
