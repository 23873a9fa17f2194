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
    `Monthly allowance: ${allowance(it.limit, it, day(refill))}`,
    ...(it.granted === 0 ? [] : [`Granted: ${some(it.granted)}, which stay until they are spent`]),
    `Reserved: ${it.reserved === 0 ? 'nothing' : `${some(it.reserved)} for jobs on their way`}`,
    ...(caps.length === 0 ? [] : [`Limits: ${caps.join(', ')}`]),
    ...(entries.length === 0
      ? ['There are no entries yet.']
      : [
          names.moment ? 'Last entries:' : 'Last entries (UTC):',
          ...entries.map((entry) => entryLine(entry, names)),
        ]),
  ];
}

/** @param refill when the next month begins, e.g. `1 December` */
function allowance(limit: number | null, it: Statement, refill: string): string {
  if (limit === null) return `no limit; ${some(it.used)} spent this month`;
  if (limit === 0) return 'none here, so only what an admin grants can be spent';
  return `${credits(Math.max(0, it.allowance))} of ${some(limit)} left; ${some(limit)} new on ${refill}`;
}

/** One change of an account: when, how much, why, and which job. */
export function entryLine(entry: Entry, names: Names = {}): string {
  const change = entry.allowance + entry.granted;
  const sign = change < 0 ? '−' : change > 0 ? '+' : '';
  const amount = `${sign}${some(Math.abs(change))}`;
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
      return 'the allowance was filled up';
    case 'expire':
      if (entry.purchase !== undefined) return 'came back after its month had ended';
      if (job) return `came back after its month had ended, ${job}`;
      return change > 0 ? 'a new month begins' : 'unused allowance ended';
    case 'reserve':
      return `reserved for ${job}`;
    case 'settle':
      return `${job} done, ${some(entry.charged ?? 0)} charged`;
    case 'pledge':
      return 'chipped in';
    case 'back':
      return 'came back from what several paid for';
    case 'give':
      return change < 0 ? 'given to the pot' : `from ${person(entry.person ?? '')}`;
    case 'balance':
      return 'all that was before';
    case 'release':
      return `${job} ended, nothing charged`;
  }
}

/** Above a statement that is not about the one who reads it. */
export const creditsOf = (person: string): string => `Credits of ${person}`;
