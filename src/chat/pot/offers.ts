/** The ways to pay for a price that are not its person's own credits. */
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import type { Offer } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { potWords as words } from './words.ts';

/** Where others are who could: not in a conversation that one has with the bot alone. */
export const canBeTogether = <F extends Found>(
  { traits }: Pick<Chat, 'traits'>,
  { conversation, homeless, asker }: Pick<Turn<F>, 'conversation' | 'homeless' | 'asker'>,
): boolean => !conversation.direct && !homeless && traits.isOwnScope?.(asker.scope) !== true;

export async function withOthers<F extends Found>(chat: Chat, turn: Turn<F>, offer: Offer): Promise<Offer> {
  const { id, price } = offer;
  if (price === 0 || !canBeTogether(chat, turn)) return offer;
  const rules = await chat.requests.purchases.wouldPay(turn.asker, price);
  const pot: Action[] = rules
    ? [{ act: 'pot', id, argument: 'ask', label: words.fromPot(price, rules.approvals > 0) }]
    : [];
  const { refused } = offer;
  const isShort = refused !== undefined;
  const chip: Action = {
    act: 'chip',
    id,
    label: words.chip,
    ...(isShort && { style: 'primary' as const }),
  };
  // What no credits lift, those of others do not either.
  const helps = !isShort || refused.code === 'credits-short' || refused.code === 'daily-cap';
  return { ...offer, others: helps ? [...pot, chip] : [] };
}
