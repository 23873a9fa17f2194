/** `pot`: what is in the pot of a place, what it pays for; and giving to it. */
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { potWords as words } from './words.ts';

export type PotDeed =
  | { deed: 'status' }
  | { deed: 'give'; amount: string }
  | { deed: 'rules'; most?: string | undefined; approvals?: string | undefined };

/** @throws Failure or Refusal with what is wrong */
export async function potCommand<F extends Found>(
  chat: Pick<Chat, 'requests' | 'changed'> & { traits: Pick<Chat['traits'], 'typed'> },
  turn: Pick<Turn<F>, 'key' | 'person' | 'reply'>,
  deed: PotDeed,
): Promise<void> {
  const { purchases } = chat.requests;
  const person = await turn.person();
  if (deed.deed === 'give') {
    const amount = await purchases.give(person, { amount: deed.amount, key: turn.key });
    const { available } = await purchases.pot(person);
    chat.changed?.(person.scope, person.requester);
    return turn.reply({ kind: 'notice', text: words.given(amount, available) });
  }
  if (deed.deed === 'rules') {
    const { deed: _, ...rules } = deed;
    const now = await purchases.setRules(person, rules);
    return turn.reply({ kind: 'notice', text: words.ruled(words.rules(now)) });
  }
  const { available, rules, gave } = await purchases.pot(person);
  const { typed } = chat.traits;
  await turn.reply({
    kind: 'lines',
    forAll: true,
    lines: ({ bold, person: named = (id) => id }) => [
      bold(words.title),
      words.has(available),
      words.rules(rules),
      ...(gave.length > 0
        ? [words.gaveLately(gave.map((it) => words.gave(named(it.person), it.amount)))]
        : []),
      words.howToGive(typed('pot give 20')),
      words.howToRule(typed('pot rules most 50 approvals 2')),
    ],
  });
}

/** What stands after the typed word. @throws Refusal */
export function potDeedIn(
  { traits }: { traits: Pick<Chat['traits'], 'typed' | 'legible'> },
  said: readonly string[],
): PotDeed {
  const [first, ...rest] = said.map((word) => traits.legible(word).toLowerCase());
  if (first === undefined || first === 'status') return { deed: 'status' };
  const typed = traits.typed('pot');
  if (first === 'give') {
    const [amount] = rest;
    if (amount === undefined) throw new Refusal(words.howMuch(`${typed} give 20`));
    return { deed: 'give', amount };
  }
  const named = (name: string) => {
    const at = rest.indexOf(name);
    return at < 0 ? undefined : rest[at + 1];
  };
  const [most, approvals] = [named('most'), named('approvals')];
  const isWhole = rest.length === 2 * [most, approvals].filter((it) => it !== undefined).length;
  if (first !== 'rules' || rest.length === 0 || !isWhole)
    throw new Refusal(words.unknown(said.join(' '), typed));
  return { deed: 'rules', most, approvals };
}
