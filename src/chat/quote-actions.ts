/** What can be done with a price, on every platform the same. */
import { quoteWords } from '../core/words/quote.ts';
import type { Action } from './action.ts';
import { chainWords } from './recipe/words.ts';
import type { Offer } from './reply.ts';

/** The buttons of a price: itself and its cheaper variants as far as they can be paid, its form, and no. */
export const quoteActions = ({ id, choices, draft, ask, others = [], goesOn }: Offer): Action[] => [
  ...choices
    .filter(({ payable }) => payable)
    .map(({ variant, label }): Action => {
      if (variant === undefined) return { act: 'run', id, label, style: 'primary' };
      return { act: 'run', id, argument: String(variant), label };
    }),
  ...others,
  ...(goesOn ? [{ act: 'step', id, label: chainWords.more } as const] : []),
  ...(ask ? [ask] : []),
  ...(draft ? [draft] : []),
  { act: 'drop', id, label: quoteWords.cancel },
];
