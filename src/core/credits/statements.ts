/** A person's account as it is told to people. */
import type { Person } from '../domain/command.ts';
import type { Limits } from '../domain/limits.ts';
import { periodEnd, periodOf } from '../domain/period.ts';
import { limitsFor, type Policy } from '../domain/policy.ts';
import type { Account, Entry } from '../store/ledger/account.ts';
import type { Ledger } from '../store/ledger/ledger.ts';

export type Statement = Account & {
  /** What can be spent now, in thousandths of a credit; null is without limit. */
  available: number | null;
  limits: Limits;
  /** When the allowance is filled up again, in ms since 1970. */
  refill: number;
  /** The last ten, newest first. */
  entries: Entry[];
};

export function createStatements(context: {
  ledger: Ledger;
  clock: () => number;
  policyFor: (person: Person) => Promise<Policy>;
}) {
  const { ledger, clock, policyFor } = context;

  /** `keepLimit`: somebody else looks, who does not know the person's groups. */
  async function statementOf(person: Person, keepLimit?: true): Promise<Statement> {
    const limits = { ...limitsFor(await policyFor(person), person.groups ?? []), ...person.limits };
    const period = periodOf(clock(), limits.period_day);
    const present = { period, monthly: limits.monthly, ...(keepLimit && { keepLimit }) };
    const account = await ledger.account(person, present);
    return {
      ...account,
      available: account.limit === null ? null : account.allowance + account.granted,
      limits: { ...limits, monthly: account.limit },
      refill: periodEnd(account.period),
      entries: await ledger.entries(person, 10),
    };
  }

  const statementOfOther = ({ platform, scope }: Person, requester: string) =>
    statementOf({ platform, scope, requester }, true);

  return { statementOf, statementOfOther };
}
