/** A price to agree to. */
import { userMention } from 'discord.js';
import { quoteActions } from '../../../chat/next-actions.ts';
import type { Offer } from '../../../chat/reply.ts';
import { words as chatWords, publicly } from '../../../chat/words.ts';
import { credits } from '../../../core/words/amounts.ts';
import { status } from '../../../core/words/status.ts';
import { heading } from './card.ts';
import { type Body, bodyOf, buttonOf, container, plain, rows, small, text } from './components.ts';

/** @param options.forAll others read it: without what its person has. */
export function quoteOf(quote: Offer, requester: string, { forAll }: { forAll: boolean }): Body {
  const [, ...others] = quote.lines;
  const publicLine = quote.refused ? publicly(quote.refused) : chatWords.price(credits(quote.price));
  const lines = forAll ? [publicLine, ...others] : quote.lines;
  return bodyOf([
    container([
      text(heading(quote, false)),
      text(lines.map(plain).join('\n')),
      small([userMention(requester), ...(quote.lab ? [status.lab] : [])].join(' · ')),
      ...rows(quoteActions(quote).map(buttonOf)),
    ]),
  ]);
}
