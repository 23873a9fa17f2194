/** What is asked of the script that moves what several pay for, and what it answers. */

/** Of whoever pays: thousandths of a credit, null is without limit. `key`: of the press. */
export type Paying = {
  amount: number;
  key: string;
  period: string;
  monthly: number | null;
  perDay: number | null;
};

export type Short =
  | { kind: 'credits-short'; available: number; reserved: number }
  | { kind: 'daily-cap'; spent: number };
/** `taken`: so much, by this or an earlier delivery of the same press. `closed`: nothing is collected any more. */
export type Pledged = { kind: 'taken'; amount: number } | { kind: 'closed' } | Short;

export function pledgedFrom([answer = '', ...amounts]: readonly string[]): Pledged {
  if (answer === 'made' || answer === 'known') return { kind: 'taken', amount: Number(amounts[0]) };
  return answer === 'closed' || answer === 'gone' ? { kind: 'closed' } : shortFrom(answer, amounts);
}

export function shortFrom(answer: string, [first, second]: readonly string[]): Short {
  if (answer === 'credits-short') return { kind: answer, available: Number(first), reserved: Number(second) };
  if (answer === 'daily-cap') return { kind: answer, spent: Number(first) };
  throw new Error(`the script answered ${answer}`);
}
