/** A price to agree to. */
import { userMention } from 'discord.js';
import { quoteActions } from '../../../chat/quote-actions.ts';
import type { Offer } from '../../../chat/reply.ts';
import { words as chatWords, publicly } from '../../../chat/words.ts';
import { some } from '../../../core/words/names.ts';
import { status } from '../../../core/words/status.ts';
import type { Address } from '../address.ts';
import { pictured } from './card.ts';
import { type Body, bodyOf, buttonOf, container, plain, rows, small, text } from './components.ts';

type Asked = Pick<Address, 'requester' | 'picture' | 'spoiler'>;

/** @param options.forAll others read it: without what its person has. */
export function quoteOf(
  quote: Offer,
  { requester, picture, spoiler }: Asked,
  { forAll }: { forAll: boolean },
): Body {
  const [, ...others] = quote.lines;
  const publicLine = quote.refused ? publicly(quote.refused) : chatWords.price(some(quote.price));
  const lines = forAll ? [publicLine, ...others] : quote.lines;
  const facts = [
    ...(forAll ? [userMention(requester)] : []),
    ...[quote.sourceName, quote.settings]
      .filter((it) => it !== undefined && it !== '')
      .map((it) => plain(it ?? '')),
    ...(quote.lab ? [status.lab] : []),
  ];
  const said = [
    text([`**${plain(quote.title)}**`, ...lines.map(plain)].join('\n')),
    ...(facts.length > 0 ? [small(facts.join(' · '))] : []),
  ];
  return bodyOf([
    container([
      ...(picture === undefined ? said : [pictured(said, picture, quote, spoiler)]),
      ...rows(quoteActions(quote).map(buttonOf)),
    ]),
  ]);
}
