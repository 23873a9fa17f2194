/** What people and admins do with credits, on every platform alike: look, grant, take back, limit, block, count. */
import { randomUUID } from 'node:crypto';
import { findModel } from '../../models/index.ts';
import { amountFrom } from '../domain/amount.ts';
import type { Person } from '../domain/command.ts';
import { Failure } from '../domain/failure.ts';
import {
  fieldFor,
  type Limits,
  limitFrom,
  limitKinds,
  limitNameFrom,
  limitsFor,
  type Policy,
  rulePattern,
} from '../domain/limits.ts';
import { dayOf, periodEnd, periodOf } from '../domain/period.ts';
import type { Account, AuditLine, Entry, Ledger } from '../store/ledger.ts';
import { type Usage, usageFrom } from './report/usage.ts';

export type Statement = Account & {
  /** What can be spent now, in thousandths of a credit; null is without limit. */
  available: number | null;
  limits: Limits;
  /** When the allowance is filled up again, in ms since 1970. */
  refill: number;
  /** The last ten, newest first. */
  entries: Entry[];
};

export type CreditsService = {
  /** @param of somebody else's account, for admins. @throws Failure not-admin */
  statement(person: Person, of?: string): Promise<Statement>;
  /**
   * Lasting credits for somebody, or back from them; gives their account after it. The same `key` does it once.
   * @param amount as typed. @throws Failure not-admin, amount-wrong, person-missing, reason-missing, revoke-too-much, request-changed
   */
  give(
    what: 'grant' | 'revoke',
    admin: Person,
    it: { to: string; amount: unknown; reason: string; key?: string },
  ): Promise<Statement>;
  policy(person: Person): Promise<Policy>;
  /**
   * Sets limits, for everybody or for a group; gives what is reserved now by jobs that a new limit does not reach.
   * @param changes name and value as typed. @throws Failure not-admin, limit-unknown, limit-wrong, amount-wrong; then none is set
   */
  setLimits(
    admin: Person,
    changes: Readonly<Record<string, string>>,
    group?: string,
  ): Promise<{ policy: Policy; reserved: number }>;
  /** Switches a model, a channel or a model in a channel on or off. `undefined` takes the rule away. */
  setRule(
    admin: Person,
    it: { model?: string | undefined; channel?: string | undefined },
    rule: 'allow' | 'deny' | undefined,
  ): Promise<Policy>;
  /** @param length as typed: `30m`, `12h`, `7d`; undefined ends the block. @throws Failure not-admin, time-wrong, person-missing */
  block(admin: Person, who: string, length: string | undefined, reason: string): Promise<Policy>;
  /** Who used which model on which day, over the last `days` (at most 92), as a table and as a picture. @throws Failure not-admin */
  usage(admin: Person, days: number): Promise<Usage>;
  /** What admins did, newest first. @throws Failure not-admin */
  audit(admin: Person, count: number): Promise<AuditLine[]>;
  /** Whether this person is an admin here, by the platform's word or by a group that was named. */
  isAdmin(person: Person): Promise<boolean>;
};

const longestBlockMs = 365 * 86_400_000;
const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

export function createCreditsService(context: {
  ledger: Ledger;
  clock: () => number;
  policyOf: (scope: string, platform: string) => Promise<Policy>;
}): CreditsService {
  const { ledger, clock, policyOf } = context;
  const policyFor = (person: Person) => policyOf(person.scope, person.platform);

  async function isAdmin(person: Person): Promise<boolean> {
    if (person.admin) return true;
    const { limits } = await policyFor(person);
    return limits.admins.some((group) => person.groups?.includes(group));
  }
  async function demandAdmin(person: Person): Promise<void> {
    if (!(await isAdmin(person))) throw new Failure('not-admin');
  }

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

  async function set(admin: Person, changes: Readonly<Record<string, unknown>>): Promise<Policy> {
    await ledger.setPolicy(admin.scope, admin.requester, changes);
    return policyFor(admin);
  }

  return {
    isAdmin,

    async statement(person, of) {
      if (of === undefined || of === person.requester) return statementOf(person);
      await demandAdmin(person);
      return statementOfOther(person, of);
    },

    async give(what, admin, { to, amount, reason, key = randomUUID() }) {
      await demandAdmin(admin);
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
        reason: reason.trim().slice(0, 200),
        key: `${admin.platform}:${key}`,
        monthly: limits.monthly,
        period: periodOf(clock(), limits.period_day),
        keepLimit: true,
      });
      if (done === 'changed') throw new Failure('request-changed');
      if (typeof done === 'object') throw new Failure('revoke-too-much', { available: done.short });
      return requester === admin.requester ? statementOf(admin) : statementOfOther(admin, requester);
    },

    policy: policyFor,

    async setLimits(admin, changes, group) {
      await demandAdmin(admin);
      // All are read before the first is set.
      const read = Object.entries(changes).map(([name, text]) =>
        text.trim() === 'default'
          ? { name: limitNameFrom(name, group !== undefined), value: undefined }
          : limitFrom(name, text, group !== undefined),
      );
      const policy = await set(
        admin,
        Object.fromEntries(read.map(({ name, value }) => [fieldFor.limit(name, group), value])),
      );
      const lowered = read.some(({ name }) => limitKinds[name].kind === 'credits');
      const holds = lowered ? (await ledger.holds()).filter(({ scope }) => scope === admin.scope) : [];
      return { policy, reserved: holds.reduce((sum, { price }) => sum + price, 0) };
    },

    async setRule(admin, it, rule) {
      await demandAdmin(admin);
      return set(admin, { [fieldFor.rule(rulePattern(it))]: rule });
    },

    async block(admin, who, length, reason) {
      await demandAdmin(admin);
      const person = who.trim();
      if (person === '') throw new Failure('person-missing');
      if (length === undefined) return set(admin, { [fieldFor.block(person)]: undefined });
      const [, count = '', unit = ''] = /^(\d{1,6})\s*([mhd])$/i.exec(length.trim()) ?? [];
      const ms = Number(count) * (units[unit.toLowerCase()] ?? 0);
      if (!(ms > 0 && ms <= longestBlockMs)) throw new Failure('time-wrong', { given: length });
      const block = { until: clock() + ms, reason: reason.trim().slice(0, 200), by: admin.requester };
      return set(admin, { [fieldFor.block(person)]: block });
    },

    async usage(admin, days) {
      await demandAdmin(admin);
      const count = Math.min(92, Math.max(1, Math.round(days) || 1));
      const list = Array.from({ length: count }, (_, index) =>
        dayOf(clock() - (count - 1 - index) * 86_400_000),
      );
      const rows = await ledger.usage(admin.scope, list);
      return usageFrom(rows, list, (name) => findModel(name)?.title ?? name);
    },

    async audit(admin, count) {
      await demandAdmin(admin);
      return ledger.audit(admin.scope, count);
    },
  };
}
