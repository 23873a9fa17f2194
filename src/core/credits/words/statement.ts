/** Accounts as lines of plain text, which every platform can show. */

import type { Entry } from '../../store/ledger/account.ts';
import { credits, day, moment } from '../../words/amounts.ts';
import { asItIs, type Names, some } from '../../words/names.ts';
import type { Statement } from '../statements.ts';

/** The balance, the allowance, what is reserved, and the last entries. */
export function statementLines(it: Statement, names: Names = {}): string[] {
  const { available, limits, refill, entries } = it;
  const caps = [
    ...(limits.per_day === null ? [] : [`${credits(it.today)} of ${some(limits.per_day)} spent today`]),
    ...(limits.per_job === null ? [] : [`at most ${some(limits.per_job)} for one job`]),
  ];
  return [
    `Available: ${available === null ? 'no limit' : some(available)}`,
    it.limit === null
      ? `Allowance: no limit; ${some(it.used)} used this month`
      : `Allowance: ${credits(Math.max(0, it.allowance))} of ${some(it.limit)} left, new on ${day(refill)}`,
    ...(it.granted === 0 ? [] : [`Granted: ${some(it.granted)}, which last`]),
    `Reserved: ${it.reserved === 0 ? 'nothing' : `${some(it.reserved)} by jobs on their way`}`,
    ...(caps.length === 0 ? [] : [`Caps: ${caps.join(', ')}`]),
    ...(entries.length === 0
      ? ['There are no entries yet.']
      : [
          names.moment ? 'Last entries:' : 'Last entries (UTC):',
          ...entries.map((entry) => entryLine(entry, names)),
        ]),
  ];
}

/** One change of an account: when, how much, why, and which job. */
export function entryLine(entry: Entry, names: Names = {}): string {
  const change = entry.allowance + entry.granted;
  const amount = change < 0 ? `−${credits(-change)}` : change > 0 ? `+${credits(change)}` : '0';
  return `${(names.moment ?? moment)(entry.at)} · ${amount} · ${entryText(entry, change, names.person ?? asItIs)}`;
}

function entryText(entry: Entry, change: number, person: (id: string) => string): string {
  const job = entry.job === undefined ? '' : `job ${asItIs(entry.job)}`;
  const why = `by ${person(entry.by ?? '')}: ${asItIs(entry.reason ?? '')}`;
  switch (entry.kind) {
    case 'grant':
      return `granted ${why}`;
    case 'revoke':
      return `taken back ${why}`;
    case 'refill':
      return 'allowance filled up';
    case 'expire':
      if (job) return `came back after its month had ended, ${job}`;
      return change > 0 ? 'a new month begins' : 'unused allowance ended';
    case 'reserve':
      return `reserved for ${job}`;
    case 'settle':
      return `${job} done, ${some(entry.charged ?? 0)} charged`;
    case 'release':
      return `${job} ended, nothing charged`;
  }
}

/** Above a statement that is not about the one who reads it. */
export const creditsOf = (person: string): string => `Credits of ${person}`;
