/** Lasting credits for somebody, or back from them. */
import { randomUUID } from 'node:crypto';
import { amountFrom } from '../domain/amount.ts';
import type { Person } from '../domain/command.ts';
import { Failure } from '../domain/failure.ts';
import { periodOf } from '../domain/period.ts';
import type { Policy } from '../domain/policy.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { cut } from '../words/cut.ts';

export type Gift = {
  to: string;
  /** As typed. */
  amount: unknown;
  reason: string;
  /** It is given once for each key. */
  key?: string;
};

/**
 * To whom it was given, and what it adds to their account, in thousandths of a credit.
 * @throws Failure amount-wrong, person-missing, reason-missing, revoke-too-much, request-changed
 */
export async function giveCredits(
  context: { ledger: Ledger; clock: () => number; policyFor: (person: Person) => Promise<Policy> },
  what: 'grant' | 'revoke',
  admin: Person,
  { to, amount, reason, key = randomUUID() }: Gift,
): Promise<{ requester: string; change: number }> {
  const { ledger, clock, policyFor } = context;
  const requester = to.trim();
  if (requester === '') throw new Failure('person-missing');
  const thousandths = amountFrom(amount);
  if (reason.trim() === '') throw new Failure('reason-missing');
  const { limits } = await policyFor(admin);
  const done = await ledger.give(what, {
    scope: admin.scope,
    requester,
    amount: thousandths,
    by: admin.requester,
    reason: cut(reason.trim(), 200),
    key: `${admin.platform}:${key}`,
    monthly: limits.monthly,
    period: periodOf(clock(), limits.period_day),
    keepLimit: true,
  });
  if (done === 'changed') throw new Failure('request-changed');
  if (typeof done === 'object') throw new Failure('revoke-too-much', { available: done.short });
  return { requester, change: what === 'grant' ? thousandths : -thousandths };
}
