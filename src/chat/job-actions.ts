/** What is done with a job when somebody presses or types it: the same on every platform, whoever draws the button. */

import { Failure } from '../core/domain/failure.ts';
import { findModel } from '../models/index.ts';
import { jobFor } from './access.ts';
import { type Act, type Action, sure } from './action.ts';
import { answering, type Chat, isDouble } from './chat.ts';
import { Refusal } from './reply.ts';
import type { Found, Kept } from './request.ts';
import { startRequest } from './start.ts';
import type { Destination, Turn } from './turn.ts';
import { words } from './words.ts';

type Done = Pick<Action, 'id' | 'argument'>;
type Handler = <F extends Found>(chat: Chat, turn: Turn<F>, done: Done) => Promise<void>;

/** A new act does not compile without a handler. */
const handlers: Readonly<Record<Act, Handler>> = {
  cancel: cancelJob,
  resend: (chat, turn, done) => sendAgain(chat, turn, done, 'here'),
  again: (chat, turn, done) => rerun(chat, turn, done, 'source'),
  change,
  next: (chat, turn, done) => rerun(chat, turn, done, 'result'),
  original: (chat, turn, done) => sendAgain(chat, turn, done, 'private'),
  remove,
  run,
  drop,
  reopen,
};

/** Pressed twice, all the others do the same once. */
const runsAnew: readonly Act[] = ['again', 'next'];

/** Does what a button is for. What goes wrong is said to whoever pressed. */
export const pressed = <F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { act, ...done }: Pick<Action, 'act' | 'id' | 'argument'>,
): Promise<void> =>
  answering(chat, turn, async () => {
    if (runsAnew.includes(act) && (await isDouble(chat, turn, `${act}:${done.id}:${done.argument ?? ''}`)))
      return turn.reply({ kind: 'notice', text: words.onItsWay, quiet: true });
    await handlers[act](chat, turn, done);
  });

/** Says first what it still costs, unless that was read: `sure`. */
export async function cancelJob<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  const job = await jobFor(chat, turn, 'cancel', id);
  const { cancelNote, cancellable } = await chat.requests.view(job);
  if (cancellable && cancelNote !== undefined && argument !== sure) {
    const again: Action = { act: 'cancel', id, argument: sure, label: words.cancelAnyway, style: 'danger' };
    return turn.reply({ kind: 'notice', text: cancelNote, actions: [again] });
  }
  if (!(await chat.requests.cancel(id))) throw new Refusal(words.cannotCancel);
  chat.changed?.(job.scope, job.requester);
  await turn.reply({ kind: 'notice', text: words.cancelling, quiet: true });
}

/** The same once more, or another model on the result; whoever presses pays. */
async function rerun<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
  file: Kept['file'],
): Promise<void> {
  const job = await jobFor(chat, turn, 'reuse', id);
  const model = argument === undefined ? undefined : findModel(argument);
  const settings = model ? {} : job.settings;
  const request = { model: model?.name ?? job.model, settings, kept: { job: id, file } };
  if (turn.homeless) await turn.form({ ...request, media: [] });
  else await startRequest(chat, turn, request);
}

async function change<F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  const { model, settings } = await jobFor(chat, turn, 'reuse', id);
  if (!findModel(model)) throw new Refusal(words.gone);
  await turn.form({ model, settings, media: [], kept: { job: id, file: 'source' } });
}

/** As it was when it was refused; whoever has filled it in goes on with it. */
async function reopen<F extends Found>(_chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  const kept = turn.drafts.get(id);
  if (!kept) throw new Refusal(words.formForgotten);
  if (kept.requester !== turn.asker.requester) throw new Refusal(words.formNotYours);
  await turn.form(kept.draft);
}

/** For everybody: the message with the file goes, and so does the file. */
async function remove<F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  const job = await jobFor(chat, turn, 'remove', id);
  await turn.removeResult(job);
  await chat.requests.remove(id);
  chat.changed?.(job.scope, job.requester);
  await turn.reply({ kind: 'notice', text: words.removed, quiet: true });
}

/** ms. Asked for again within it, a result is on its way already. */
const sendingMs = 30_000;

/** A result that could not be posted is posted after all; one that was is sent once more. */
export async function sendAgain<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id }: Done,
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

/** Two presses are one job with one card. */
async function run<F extends Found>(chat: Chat, turn: Turn<F>, { id, argument }: Done): Promise<void> {
  const person = await turn.person();
  const variant = argument === undefined ? {} : { variant: Number(argument) };
  try {
    const answer = await chat.requests.run(id, { person, ...variant });
    if ('job' in answer) await turn.started(answer.job);
    else await turn.reply({ kind: 'price', quote: answer.quote });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'quote-gone') throw error;
    // The price that has had its time goes with its buttons.
    await turn.reply({ kind: 'notice', text: error.message, replaces: true });
  }
}

async function drop<F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  await chat.requests.drop(id, await turn.person());
  await turn.reply({ kind: 'notice', text: words.dropped, replaces: true });
}
