/** What mends a failure, as buttons: of a job that ended, and of a request that was refused before there was one. */
import type { Quote } from '../core/credits/quote.ts';
import { repairOf } from '../core/credits/repairs.ts';
import { Failure } from '../core/domain/failure.ts';
import { waysOf } from '../core/domain/repairs.ts';
import type { Repair, View } from '../core/view/view.ts';
import { valueText, whatIsDone } from '../core/words/settings.ts';
import { findModel } from '../models/index.ts';
import { type Action, withPrice } from './action.ts';
import type { Chat } from './chat.ts';
import { reopening } from './form/form.ts';
import type { Notice, Offer } from './reply.ts';
import type { Draft, Found } from './request.ts';
import type { Turn } from './turn.ts';
import { words } from './words.ts';

/** From so many thousandths of a credit on a price stands on its button; less than a US cent has no need of it. */
export const shownPrice = 1_000;

/** As it stands in a button's argument: a model's name, with a setting and its value after points where one is changed. */
const argumentOf = ({ by, model, set, first }: Repair): string =>
  [
    model,
    ...(by === 'set' && set ? [set.name, set.value] : []),
    ...(by === 'first' && first !== undefined ? [firstName, first] : []),
  ].join('.');

/** No setting has such a name. */
const firstName = '+first';

/** What `argumentOf` has written. */
export function changeIn(argument: string): Pick<Repair, 'by' | 'model' | 'set' | 'first'> {
  const [model = '', name, value] = argument.split('.');
  if (name === undefined || value === undefined) return { by: 'instead', model };
  if (name === firstName) return { by: 'first', model, first: Number(value) };
  return { by: 'set', model, set: { name, value } };
}

/** The one thing that mends a job; none where no other run does. */
export function repairsOf({ id, repair }: Pick<View, 'id' | 'repair'>): Action[] {
  if (!repair) return [];
  const [act, argument] =
    repair.by === 'again' ? (['again', ''] as const) : (['repair', argumentOf(repair)] as const);
  return [{ act, id, argument: withPrice(argument, repair.price), label: labelOf(repair, words.again) }];
}

/** The run that takes all of a source that moves, in place of the one that takes its first picture. */
export function movingOf({ id, whenMoving: run }: Pick<View, 'id' | 'whenMoving'>): Action[] {
  const model = run && findModel(run.model);
  if (!model) return [];
  const label = words.repair(whatIsDone(model, {}), { opens: run.asks, price: run.price });
  return [{ act: 'repair', id, argument: withPrice(argumentOf(run), run.price), label }];
}

/** `As PNG for 0.5 credits`, `Larger ×2 for 0.5 credits`, `Run again`. @param again of what is run as it was */
function labelOf({ by, model: name, set, first, price, asks }: Repair, again: string): string {
  const model = findModel(name);
  const how = { opens: asks, price };
  if (by === 'set' && model && set) {
    const { role } = model.fields.find((it) => it.name === set.name) ?? {};
    const value = valueText(model, set.name, set.value);
    return words.repair(role === 'format' ? words.asType(value) : words.atValue(value), how);
  }
  if (by === 'first' && first !== undefined) return words.repair(words.firstSeconds(first), how);
  if (by === 'instead' && model) return words.repair(whatIsDone(model, {}, model.short), how);
  return words.repair(again, { opens: asks, price: asks || price >= shownPrice ? price : undefined });
}

/** A refusal with what mends it, as far as a press can, and with its form where one was sent. */
export async function repairable<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { notice, error, draft }: { notice: Notice; error: unknown; draft: Draft<F> & { model: string } },
): Promise<Notice> {
  // That it was refused is said, whatever becomes of the rest.
  const mending = error instanceof Failure ? await mendingOf(chat, turn, error, draft).catch(() => []) : [];
  const form = turn.sent ? [reopening(turn, { ...turn.sent, media: turn.sent.kept ? [] : draft.media })] : [];
  const actions = [...(notice.actions ?? []), ...mending, ...form];
  return actions.length === 0 ? notice : { ...notice, actions };
}

async function mendingOf<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { code, facts }: Failure,
  draft: Draft<F> & { model: string },
): Promise<Action[]> {
  const ways = waysOf(code);
  if (ways.length === 0) return [];
  const { requests, prices } = chat;
  const { drafts, asker } = turn;
  const person = await turn.person();
  const policy = await requests.credits.policy(person);
  // What refuses several files is not mended by running one of them.
  const repair =
    draft.media.length > 1 ? undefined : repairOf(code, { ...draft, facts }, { prices, policy, at: person });
  const id = drafts.put({ requester: asker.requester, draft, refused: { code, facts } });
  const retry = (it: Repair): Action => {
    const argument = withPrice(it.by === 'again' ? '' : argumentOf(it), it.price);
    return { act: 'retry', id, argument, label: labelOf(it, words.retry) };
  };
  return [...(repair ? [retry(repair)] : []), ...(canAsk(chat, turn, code) ? [asking(id)] : [])];
}

const canAsk = ({ traits }: Chat, { asker }: Pick<Turn, 'asker'>, code: string): boolean =>
  waysOf(code).includes('ask') && traits.isOwnScope?.(asker.scope) !== true;

/** @param id of a request that is kept with why it was refused */
const asking = (id: string): Action => ({ act: 'ask', id, label: words.askAdmin });

/** A price that cannot be paid comes with the form, to change what it is for, and with whom to ask. */
export function offered<F extends Found>(chat: Chat, turn: Turn<F>, quote: Quote, draft: Draft<F>): Offer {
  if (!quote.refused) return quote;
  const { code, facts } = quote.refused;
  const { requester } = turn.asker;
  const ask = canAsk(chat, turn, code)
    ? asking(turn.drafts.put({ requester, draft, refused: { code, facts } }))
    : undefined;
  return { ...quote, draft: reopening(turn, draft), ask };
}
