/** Amounts as people type them. Inside, an amount is an integer of thousandths of a credit. */

import type { AmountProblem } from '../words/failures/admins.ts';
import { Failure } from './failure.ts';

/** The most that one grant or limit may be: a million credits is 10,000 dollars. */
const mostCredits = 1_000_000;

/**
 * `12`, `0.5`, `168.400`: thousandths of a credit, more than zero.
 * Anything that could be read in two ways is refused rather than guessed: `1,5` is one and a half to some and fifteen to others.
 * @throws Failure `amount-wrong`.
 */
export function amountFrom(given: unknown): number {
  const text = String(given ?? '').trim();
  const wrong = (why: AmountProblem) => new Failure('amount-wrong', { given: text, why, most: mostCredits });
  if (/^[-−]/.test(text)) throw wrong('negative');
  if (/^\d+,\d+$/.test(text)) throw wrong('comma');
  if (/[$€£¥¢]|usd|eur/i.test(text)) throw wrong('currency');
  const [, whole, part = ''] = /^\+?(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) throw wrong('number');
  if (part.length > 3) throw wrong('fine');
  // Compared as text first: a long row of digits is no longer exact as a number.
  if (whole.replace(/^0+/, '').length > 7 || Number(whole) > mostCredits) throw wrong('large');
  const thousandths = Number(whole) * 1000 + Number(part.padEnd(3, '0'));
  if (thousandths > mostCredits * 1000) throw wrong('large');
  if (thousandths === 0) throw wrong('zero');
  return thousandths;
}

/** US dollars, as the provider reports them, in thousandths of a credit; rounded up, a fraction of 1/1000 cent is nobody's. */
export const fromDollars = (dollars: number): number => Math.max(0, Math.ceil(dollars * 100_000 - 1e-6));
