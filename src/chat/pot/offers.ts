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
  const { id, price, choices } = offer;
  if (price === 0 || !canBeTogether(chat, turn)) return offer;
  const rules = await chat.requests.purchases.wouldPay(turn.asker, price);
  const pot: Action[] = rules
    ? [{ act: 'pot', id, argument: `ask.${price}`, label: words.fromPot(price, rules.approvals > 0) }]
    : [];
  const isShort = choices[0]?.payable === false;
  const chip: Action = {
    act: 'chip',
    id,
    argument: String(price),
    label: words.chip,
    ...(isShort && { style: 'primary' as const }),
  };
  return { ...offer, others: [...pot, chip] };
}
