/** What only an admin can allow: they are asked where they are, once, and can grant what is missing from there. */
import { Failure } from '../../core/domain/failure.ts';
import { whatIsDone } from '../../core/words/settings.ts';
import { findModel } from '../../models/index.ts';
import { type Action, sure } from '../action.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { words } from '../words.ts';
import { askWords } from './words.ts';

type Done = Pick<Action, 'id' | 'argument'>;

/** ms. Within the hour it is the same question. */
const quarterMs = 15 * 60_000;
const quarters = 4;

/** @param done.id of a request that is kept with why it was refused */
export async function ask<F extends Found>(chat: Chat, turn: Turn<F>, { id }: Done): Promise<void> {
  const kept = turn.drafts.get(id);
  if (!kept?.refused) throw new Refusal(words.formForgotten);
  if (kept.requester !== turn.asker.requester) throw new Refusal(words.formNotYours);
  const { code, facts } = kept.refused;
  const person = await turn.person();
  const { scope, requester } = person;
  const model = findModel(kept.draft.model ?? '');
  const what = model ? whatIsDone(model, kept.draft.settings) : askWords.aJob;
  const missing = missingIn(code, facts);
  const grant: Action[] =
    missing === undefined
      ? []
      : [
          {
            act: 'grant',
            id: requester,
            argument: `${scope}.${missing}.${id}`,
            label: askWords.grant(missing),
          },
        ];
  const { isAdmin, policy } = chat.requests.credits;
  if (await isAdmin(person))
    return turn.reply({ kind: 'notice', text: askWords.yoursToAllow(code), actions: grant });
  if (await wasAsked(chat, turn)) return turn.reply({ kind: 'notice', text: askWords.askedBefore });
  const { limits } = await policy(person);
  const { typed } = chat.traits;
  const told = await chat.tellAdmins(scope, limits.admin_channel, {
    lines: (style) =>
      askWords.asksFor({ who: style.person?.(requester) ?? requester, what, code, facts, typed }),
    actions: grant,
  });
  await turn.reply({
    kind: 'notice',
    text: told ? askWords.asked : askWords.nobodyToAsk(typed('credits limits')),
  });
}

/** Thousandths of a credit that a grant would add; undefined where something else is in the way. */
function missingIn(code: string, { price, available }: Record<string, unknown>): number | undefined {
  const missing = Number(price) - Number(available);
  return code === 'credits-short' && missing > 0 ? missing : undefined;
}

async function wasAsked(
  { once, clock }: Pick<Chat, 'once' | 'clock'>,
  { asker: { scope, requester } }: Pick<Turn, 'asker'>,
): Promise<boolean> {
  const now = Math.floor(clock() / quarterMs);
  const times = Array.from({ length: quarters + 1 }, (_, back) => `ask:${scope}:${requester}:${now - back}`);
  const first = await Promise.all(times.map((key) => once(key)));
  return first.includes(false);
}

/** Asked about first; pressed twice, or by two admins, it is given once. @throws Failure not-admin */
export async function grant<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument = '' }: Done,
): Promise<void> {
  const { credits } = chat.requests;
  const [scope = '', amount = '', key = '', isSure] = argument.split('.');
  const admin = await turn.person();
  if (scope !== admin.scope || !/^\d{1,12}$/.test(amount)) throw new Refusal(words.notHere);
  if (!(await credits.isAdmin(admin))) throw new Failure('not-admin');
  const name = (await chat.traits.namesOf(turn, [id])).get(id) ?? id;
  const thousandths = Number(amount);
  if (isSure !== sure) {
    const label = askWords.grantNow(thousandths);
    const yes: Action = { act: 'grant', id, argument: `${argument}.${sure}`, label, style: 'primary' };
    return turn.reply({ kind: 'notice', text: askWords.grantAsks(name, thousandths), actions: [yes] });
  }
  const gift = { to: id, amount: thousandths / 1000, reason: askWords.grantReason, key: `ask:${key}` };
  const { available } = await credits.give('grant', admin, gift);
  chat.changed?.(scope, id);
  await turn.reply({ kind: 'notice', text: askWords.granted(name, thousandths, available), replaces: true });
  if (await chat.once(`granted:${scope}:${id}:${key}`))
    await chat.tell(scope, id, askWords.grantedToYou(thousandths));
}
