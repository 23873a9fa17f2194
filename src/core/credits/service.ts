/** What people and admins do with credits, on every platform alike: look, grant, take back, limit, block, count. */
import { findModel } from '../../models/index.ts';
import type { Person } from '../domain/command.ts';
import { durationFrom } from '../domain/duration.ts';
import { Failure } from '../domain/failure.ts';
import { limitFrom, limitKinds, limitNameFrom } from '../domain/limits.ts';
import { dayOf } from '../domain/period.ts';
import { fieldFor, type Policy, rulePattern } from '../domain/policy.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import type { AuditLine } from '../store/ledger/policies.ts';
import { cut } from '../words/cut.ts';
import { type Gift, giveCredits } from './grants.ts';
import { type Usage, usageFrom } from './report/usage.ts';
import { createStatements, type Statement } from './statements.ts';
import type { BlockChanged, Changed, LimitsChanged, RuleChanged } from './words/changes.ts';

export type CreditsService = {
  /** @param of somebody else's account, for admins. @throws Failure not-admin */
  statement(person: Person, of?: string): Promise<Statement>;
  /**
   * Lasting credits for somebody, or back from them; gives their account after it, and the change in thousandths of a
   * credit. The same `key` does it once.
   * @param amount as typed. @throws Failure not-admin, amount-wrong, person-missing, reason-missing, revoke-too-much, request-changed
   */
  give(what: 'grant' | 'revoke', admin: Person, it: Gift): Promise<Statement & { change: number }>;
  policy(person: Person): Promise<Policy>;
  /**
   * Sets limits, for everybody or for a group; gives what was before, and what is reserved now by jobs that a new limit
   * does not reach.
   * @param changes name and value as typed. @throws Failure not-admin, limit-unknown, limit-wrong, amount-wrong; then none is set
   */
  setLimits(admin: Person, changes: Readonly<Record<string, string>>, group?: string): Promise<LimitsChanged>;
  /** Switches a model, a channel or a model in a channel on or off. `undefined` takes the rule away. */
  setRule(
    admin: Person,
    it: { model?: string | undefined; channel?: string | undefined },
    rule: 'allow' | 'deny' | undefined,
  ): Promise<RuleChanged>;
  /** @param length as typed: `30m`, `12h`, `7d`; undefined ends the block. @throws Failure not-admin, time-wrong, person-missing */
  block(admin: Person, who: string, length: string | undefined, reason: string): Promise<BlockChanged>;
  /** Who used which model on which day, over the last `days` (at most 92), as a table and as a picture. @throws Failure not-admin */
  usage(admin: Person, days: number): Promise<Usage>;
  /** What admins did, newest first. @throws Failure not-admin */
  audit(admin: Person, count: number): Promise<AuditLine[]>;
  /** Whether this person is an admin here, by the platform's word or by a group that was named. */
  isAdmin(person: Person): Promise<boolean>;
};

export function createCreditsService(context: {
  ledger: Ledger;
  clock: () => number;
  policyOf: (scope: string, platform: string) => Promise<Policy>;
}): CreditsService {
  const { ledger, clock, policyOf } = context;
  const policyFor = (person: Person) => policyOf(person.scope, person.platform);

  const { statementOf, statementOfOther } = createStatements({ ledger, clock, policyFor });

  async function isAdmin(person: Person): Promise<boolean> {
    if (person.admin) return true;
    const { limits } = await policyFor(person);
    return limits.admins.some((group) => person.groups?.includes(group));
  }
  async function demandAdmin(person: Person): Promise<void> {
    if (!(await isAdmin(person))) throw new Failure('not-admin');
  }

  async function set(admin: Person, changes: Readonly<Record<string, unknown>>): Promise<Changed> {
    const before = await policyFor(admin);
    await ledger.setPolicy(admin.scope, admin.requester, changes);
    return { before, policy: await policyFor(admin) };
  }

  return {
    isAdmin,

    async statement(person, of) {
      if (of === undefined || of === person.requester) return statementOf(person);
      await demandAdmin(person);
      return statementOfOther(person, of);
    },

    async give(what, admin, it) {
      await demandAdmin(admin);
      const { requester, change } = await giveCredits({ ledger, clock, policyFor }, what, admin, it);
      const isOwn = requester === admin.requester;
      const statement = await (isOwn ? statementOf(admin) : statementOfOther(admin, requester));
      return { ...statement, change };
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
      const changed = await set(
        admin,
        Object.fromEntries(read.map(({ name, value }) => [fieldFor.limit(name, group), value])),
      );
      const lowered = read.some(({ name }) => limitKinds[name].kind === 'credits');
      const holds = lowered ? (await ledger.holds()).filter(({ scope }) => scope === admin.scope) : [];
      return {
        ...changed,
        names: read.map(({ name }) => name),
        group,
        reserved: holds.reduce((sum, { price }) => sum + price, 0),
      };
    },

    async setRule(admin, it, rule) {
      await demandAdmin(admin);
      const pattern = rulePattern(it);
      return { ...(await set(admin, { [fieldFor.rule(pattern)]: rule })), pattern };
    },

    async block(admin, who, length, reason) {
      await demandAdmin(admin);
      const person = who.trim();
      if (person === '') throw new Failure('person-missing');
      const block = length !== undefined && {
        until: clock() + durationFrom(length),
        reason: cut(reason.trim(), 200),
        by: admin.requester,
      };
      return { ...(await set(admin, { [fieldFor.block(person)]: block || undefined })), person };
    },

    async usage(admin, days) {
      await demandAdmin(admin);
      const count = Math.min(92, Math.max(1, Math.round(days) || 1));
      const list = Array.from({ length: count }, (_, index) =>
        dayOf(clock() - (count - 1 - index) * 86_400_000),
      );
      const [rows, above] = [await ledger.usage(admin.scope, list), await ledger.above(admin.scope)];
      return usageFrom(rows, list, (name) => findModel(name)?.title ?? name, above);
    },

    async audit(admin, count) {
      await demandAdmin(admin);
      return ledger.audit(admin.scope, count);
    },
  };
}
