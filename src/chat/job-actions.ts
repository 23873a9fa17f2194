/** What is done with a job when somebody presses or types it: the same on every platform, whoever draws the button. */

import { findModel } from '../models/index.ts';
import { jobFor } from './access.ts';
import { type Act, type Action, runsAnew, sure } from './action.ts';
import { ask, grant } from './acts/ask.ts';
import { cancelJob } from './acts/cancel.ts';
import { sendComparison } from './acts/compare.ts';
import { answerConsent } from './acts/consent.ts';
import { more } from './acts/more.ts';
import { sendMoving } from './acts/moving.ts';
import { takeOffer } from './acts/offer.ts';
import { actOnPreset } from './acts/preset.ts';
import { changePrivacy } from './acts/privacy.ts';
import { dropQuote, runQuote } from './acts/quote.ts';
import { repair, rerun, retry } from './acts/rerun.ts';
import { giveOriginal, sendAgain } from './acts/resend.ts';
import { anew, stop } from './batch/acts.ts';
import { answering, type Chat, isDouble } from './chat.ts';
import { removeDialogueOf } from './next-actions.ts';
import { chipIn, pledge, pot } from './pot/acts.ts';
import { resume, step, wholeRequest } from './recipe/acts.ts';
import { Refusal } from './reply.ts';
import type { Found } from './request.ts';
import { standingWith } from './standing.ts';
import { runWhole, tryOut, vote } from './taste/acts.ts';
import type { Turn } from './turn.ts';
import { versionActs } from './versions/handlers.ts';
import { words } from './words.ts';

/** `text`: what was typed where a line of text was asked for. */
type Done = Pick<Action, 'id' | 'argument'> & { text?: string | undefined };
type Handler = <F extends Found>(chat: Chat, turn: Turn<F>, done: Done) => Promise<void>;

/** A new act does not compile without a handler. */
const handlers: Readonly<Record<Act, Handler>> = {
  cancel: cancelJob,
  stop,
  resend: (chat, turn, done) => sendAgain(chat, turn, done, 'here'),
  again: (chat, turn, done) => rerun(chat, turn, done, 'source'),
  anew,
  change,
  next: (chat, turn, done) => rerun(chat, turn, done, 'result'),
  original: giveOriginal,
  moving: sendMoving,
  compare: sendComparison,
  try: tryOut,
  step,
  resume,
  whole: runWhole,
  vote,
  remove,
  more,
  run: runQuote,
  drop: dropQuote,
  reopen,
  repair,
  retry,
  ask,
  grant,
  preset: actOnPreset,
  consent: answerConsent,
  privacy: changePrivacy,
  ...versionActs,
  offer: takeOffer,
  chip: chipIn,
  pledge,
  pot,
};

/** Does what a button is for. What goes wrong is said to whoever pressed. */
export const pressed = <F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { act, ...done }: Pick<Action, 'act'> & Done,
): Promise<void> =>
  answering(chat, turn, async () => {
    if (runsAnew.includes(act) && (await isDouble(chat, turn, `${act}:${done.id}:${done.argument ?? ''}`)))
      return turn.reply({ kind: 'notice', text: words.onItsWay, quiet: true });
    await handlers[act](chat, turn, done);
  });

async function change<F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  const { model, settings } = await jobFor(chat, turn, 'reuse', id);
  if (!findModel(model)) throw new Refusal(words.gone);
  const whole = await wholeRequest(chat, id);
  await turn.form({ ...(whole ?? { model, settings, kept: { job: id, file: 'source' } }), media: [] });
}

/** As it was when it was refused; whoever has filled it in goes on with it. */
async function reopen<F extends Found>(_chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  const kept = turn.drafts.get(id);
  if (!kept) throw new Refusal(words.formForgotten);
  if (kept.requester !== turn.asker.requester) throw new Refusal(words.formNotYours);
  await turn.form(kept.draft);
}

/** For everybody: the message with the file goes, and so does the file. Asked about first, where that was not done. */
async function remove<F extends Found>(chat: Chat, turn: Turn<F>, { id, argument }: Done): Promise<void> {
  const job = await jobFor(chat, turn, 'remove', id);
  if (argument !== sure) {
    const { text, yes: label } = removeDialogueOf(chat.shown(job.address));
    const yes: Action = { act: 'remove', id, argument: sure, label, style: 'danger' };
    return turn.reply({ kind: 'notice', text, actions: [yes] });
  }
  await turn.removeResult(job);
  for (const each of await standingWith(chat, job)) await chat.requests.remove(each);
  chat.changed?.(job.scope, job.requester);
  await turn.reply({ kind: 'notice', text: words.removed, quiet: true });
}
