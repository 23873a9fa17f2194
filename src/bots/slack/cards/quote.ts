/** A price to agree to, shown to one person. */
import type { Quote } from '../../../core/credits/quote.ts';
import { status } from '../../../core/words/status.ts';
import type { Body } from '../context.ts';
import { bodyOf, button, context, escaped, header, plain, row, section } from './blocks.ts';

/** The buttons carry the quote's id, so they work after a restart; only its person sees and presses them. */
export function quoteOf(quote: Quote): Body {
  const { id, title, settings, lines, run, variants, cancel, lab } = quote;
  const buttons = [
    button({ action: 'run', label: run, value: id, style: 'primary' }),
    ...variants.map((label, index) => button({ action: `run:${index}`, label, value: id })),
    button({ action: 'drop', label: cancel, value: id }),
  ];
  return bodyOf(
    [
      header(title),
      ...(settings === '' ? [] : [context(plain(settings))]),
      section(plain(lines.join('\n'))),
      ...(lab ? [context(plain(status.lab))] : []),
      ...row(buttons),
    ],
    escaped([title, ...lines].join('\n')),
  );
}
