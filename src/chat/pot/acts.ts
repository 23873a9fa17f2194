/** What is pressed of what several people, or the pot, pay for. */
import { amountFrom } from '../../core/domain/amount.ts';
import { Failure } from '../../core/domain/failure.ts';
import { type Purchase, type PurchaseKind, purchaseLifeMs } from '../../core/domain/pots/purchase.ts';
import { duration } from '../../core/words/amounts.ts';
import { type Action, sure } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { seeTo, showNow } from './show.ts';
import { potWords as words } from './words.ts';

type Done = Pick<Action, 'id' | 'argument'> & { text?: string | undefined };

const day = duration(purchaseLifeMs);

/** Collecting for a price is asked about once more, since all see it. @param done.id of the quote */
export async function chipIn<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Done,
): Promise<void> {
  if (argument === sure) return open(chat, turn, 'chip', id);
  const price = await chat.requests.purchases.priceOf(id, await turn.person());
  const yes: Action = { act: 'chip', id, argument: sure, label: words.post, style: 'primary' };
  await turn.reply({ kind: 'notice', text: words.chipAsks(price, day), actions: [yes] });
}

async function open<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  kind: PurchaseKind,
  quote: string,
): Promise<void> {
  const kept = turn.conversation.direct ? undefined : await turn.again(undefined);
  if (kept === undefined) throw new Refusal(words.cannotPost);
  const { purchases } = chat.requests;
  const by = { person: await turn.person(), turn: kept };
  const { purchase } = await purchases.open(kind, quote, by);
  if (!(await showNow(chat, purchase.id))) {
    await purchases.end(purchase.id, 'stopped').catch(() => undefined);
    throw new Refusal(words.cannotPost);
  }
  const waits = kind === 'chip' ? words.posted : words.askedHere;
  const text = purchase.state === 'open' ? waits : words.potBegins;
  await turn.reply({ kind: 'notice', text, replaces: true });
  await seeTo(chat, purchase.id);
}

/** @param done.id of the purchase @throws Refusal where it is of another place */
async function purchaseOf<F extends Found>(chat: Chat, turn: Turn<F>, id: string): Promise<Purchase> {
  const it = await chat.requests.purchases.read(id, turn.asker);
  if (!it) throw new Refusal(words.gone);
  return it;
}

/** `5000`, `rest.56500`: so many thousandths; `other`: a line of text is asked for, which comes as `text`. */
export async function pledge<F extends Found>(chat: Chat, turn: Turn<F>, done: Done): Promise<void> {
  const { id, argument = '', text } = done;
  const { purchases } = chat.requests;
  if (argument === 'other' && text === undefined)
    return turn.ask({ ...words.question, most: 12, action: { act: 'pledge', id, argument } });
  const it = await purchaseOf(chat, turn, id);
  if (argument === 'stop' || argument === `stop.${sure}`) return stop(chat, turn, it, argument !== 'stop');
  const person = await turn.person();
  if (argument === 'back') {
    const amount = await purchases.withdraw(id, person, turn.key);
    chat.changed?.(person.scope, person.requester);
    await turn.reply({ kind: 'notice', text: words.tookBack(amount) });
    return seeTo(chat, id);
  }
  const amount = argument === 'other' ? amountFrom(text) : Number(argument.split('.').at(-1));
  if (!(amount > 0)) throw new Refusal(words.gone);
  const taken = await purchases.pledge(id, person, { amount, key: turn.key });
  chat.changed?.(person.scope, person.requester);
  const { available } = await chat.requests.credits.statement(person);
  await turn.reply({ kind: 'notice', text: words.gaveNow(taken, available) });
  await seeTo(chat, id);
}

/** @throws Refusal where it is not theirs to stop */
async function demandOwn<F extends Found>(chat: Chat, turn: Turn<F>, it: Purchase): Promise<void> {
  const isOwn = it.command.requester === turn.asker.requester;
  if (isOwn || (await turn.moderates())) return;
  if (await chat.requests.credits.isAdmin(await turn.person())) return;
  throw new Refusal(words.notYours(chat.traits.moderators));
}

async function stop<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  it: Purchase,
  isSure: boolean,
): Promise<void> {
  await demandOwn(chat, turn, it);
  const { id, pledged, state } = it;
  if (state !== 'open') throw new Failure('purchase-over');
  if (!isSure) {
    const yes: Action = {
      act: 'pledge',
      id,
      argument: `stop.${sure}`,
      label: words.stopNow,
      style: 'danger',
    };
    return turn.reply({ kind: 'notice', text: words.stopAsks(pledged), actions: [yes] });
  }
  await chat.requests.purchases.end(id, 'stopped');
  await turn.reply({ kind: 'notice', text: words.stopped, replaces: true });
  await seeTo(chat, id);
}

/** `ask`: of a quote; all else of what was asked of the pot. */
export async function pot<F extends Found>(chat: Chat, turn: Turn<F>, done: Done): Promise<void> {
  const { id, argument = '' } = done;
  const { purchases, credits } = chat.requests;
  const [what, isSure] = argument.split('.');
  const person = await turn.person();
  if (what === 'ask') {
    const { rules } = await purchases.pot(person);
    if (rules.approvals === 0 || isSure === sure) return open(chat, turn, 'pot', id);
    const yes: Action = {
      act: 'pot',
      id,
      argument: `${argument}.${sure}`,
      label: words.post,
      style: 'primary',
    };
    const price = await purchases.priceOf(id, person);
    const text = words.potAsks(price, rules.approvals, day);
    return turn.reply({ kind: 'notice', text, actions: [yes] });
  }
  const it = await purchaseOf(chat, turn, id);
  if (what === 'approve') {
    const isNew = await purchases.approve(id, person);
    await turn.reply({ kind: 'notice', text: isNew ? words.approved : words.approvedBefore });
    return seeTo(chat, id);
  }
  const isOwn = it.command.requester === turn.asker.requester;
  if (what === 'decline' && !(await credits.isAdmin(person))) throw new Failure('not-admin');
  if (what === 'stop' && !isOwn) throw new Failure('not-yours');
  await purchases.end(id, what === 'decline' ? 'declined' : 'stopped');
  await turn.reply({ kind: 'notice', text: what === 'decline' ? words.declined : words.why('stopped') });
  await seeTo(chat, id);
}
