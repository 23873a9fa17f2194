/** The pot and what several pay for, as chats ask for it. */
import { amountFrom } from '../../domain/amount.ts';
import type { Person } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import { creditsFrom } from '../../domain/limits.ts';
import { periodOf } from '../../domain/period.ts';
import { limitsFor } from '../../domain/policy.ts';
import { mostApprovals, potField } from '../../domain/pots/pot.ts';
import type { Purchase } from '../../domain/pots/purchase.ts';
import type { PurchaseService } from '../../ports/purchases.ts';
import type { Paying, Pledged } from '../../store/ledger/pots/answers.ts';
import type { Context } from '../context.ts';
import { isOwn, quoteIn } from '../quote-files.ts';
import { admit } from '../request/admit.ts';
import { policyOf } from '../request/judge.ts';
import { refusalFrom } from '../request/refusals.ts';
import { openPurchase, priceIn } from './open.ts';
import { runPurchase } from './run.ts';
import { settleTime } from './tend.ts';

export function purchaseService(
  context: Context,
  isAdmin: (person: Person) => Promise<boolean>,
): PurchaseService {
  const { ledger, clock } = context;
  const { purchases } = ledger;

  /** @throws Failure blocked, too-often */
  async function limitsOf(person: Person) {
    const policy = await policyOf(context, person.scope, person.platform);
    const block = policy.blocks.get(person.requester);
    if (block && block.until > clock())
      throw new Failure('blocked', { until: block.until, reason: block.reason });
    const limits = { ...limitsFor(policy, person.groups ?? []), ...person.limits };
    await admit(context, 'pledges', person, limits);
    return limits;
  }

  /** Out of somebody's account, by their own limits. @throws Failure */
  async function pay<Answer>(
    person: Person,
    { amount, key }: Pick<Paying, 'amount' | 'key'>,
    move: (it: Paying) => Promise<Answer | Extract<Pledged, { kind: 'credits-short' | 'daily-cap' }>>,
  ): Promise<Answer> {
    const limits = await limitsOf(person);
    const { monthly, per_day: perDay } = limits;
    const period = periodOf(clock(), limits.period_day);
    const answer = await move({ amount, key, period, monthly, perDay });
    // What the ledger refuses with; all others are the caller's.
    const refused = answer as Pledged | undefined;
    if (typeof refused !== 'object' || (refused.kind !== 'credits-short' && refused.kind !== 'daily-cap'))
      return answer as Answer;
    throw refusalFrom(refused, { price: amount, limits, now: clock(), payer: undefined });
  }

  const taken = (answer: Exclude<Pledged, { kind: 'credits-short' | 'daily-cap' }>): number => {
    if (answer.kind === 'closed') throw new Failure('purchase-over');
    return answer.amount;
  };

  /** @throws Failure purchase-over: in another scope nobody learns more */
  async function own(id: string, person: Person): Promise<Purchase> {
    const it = await purchases.read(id);
    if (it?.command.scope !== person.scope || it.command.platform !== person.platform)
      throw new Failure('purchase-over');
    return it;
  }

  return {
    pot: ({ scope }) => ledger.pot(scope),

    async give(person, { amount: typed, key }) {
      const amount = amountFrom(typed);
      const once = `pot:${person.platform}:${key}`;
      const answer = await pay(person, { amount, key: once }, (it) => purchases.give(person, it));
      if (answer === 'changed') throw new Failure('request-changed');
      return amount;
    },

    async setRules(admin, { most, approvals }) {
      if (!(await isAdmin(admin))) throw new Failure('not-admin');
      const { rules } = await ledger.pot(admin.scope);
      // Off is nothing at all, and so is no limit: a pot that pays anything is not what anybody means by `none`.
      const wanted = {
        most: most === undefined ? rules.most : (creditsFrom(most) ?? 0),
        approvals: approvals === undefined ? rules.approvals : approvalsFrom(approvals),
      };
      await ledger.setPolicy(admin.scope, admin.requester, { [potField]: wanted });
      return wanted;
    },

    async wouldPay({ scope }, price) {
      const { rules, available } = await ledger.pot(scope);
      return price <= rules.most && price <= available ? rules : undefined;
    },

    async priceOf(quote, person) {
      const record = await quoteIn(context, quote, person);
      if (!record?.choices[0]) throw new Failure('quote-gone');
      if (!isOwn(record, person)) throw new Failure('not-yours');
      return priceIn(record);
    },
    open: (kind, quote, by) => openPurchase(context, kind, quote, by),
    async read(id, person) {
      const it = await purchases.read(id);
      const { scope, platform } = it?.command ?? {};
      return !person || (scope === person.scope && platform === person.platform) ? it : undefined;
    },
    at: (id, place) => purchases.at(id, place),
    turn: purchases.turn,
    async shown(id, version) {
      await purchases.show(id, version);
      await settleTime(context, await purchases.read(id));
    },

    async pledge(id, person, it) {
      await own(id, person);
      return taken(await pay(person, it, (paying) => purchases.pledge(id, person.requester, paying)));
    },
    async withdraw(id, person, key) {
      await own(id, person);
      return taken(await purchases.withdraw(id, person.requester, key));
    },
    async approve(id, person) {
      const { command } = await own(id, person);
      if (command.requester === person.requester) throw new Failure('approve-own');
      await limitsOf(person);
      const answer = await purchases.approve(id, person.requester);
      if (answer === 'closed') throw new Failure('purchase-over');
      return answer === 'made';
    },
    async end(id, why) {
      if (!(await purchases.end(id, why))) throw new Failure('purchase-over');
    },
    run: (id, at) => runPurchase(context, id, at),
  };
}

/** @throws Failure approvals-wrong */
function approvalsFrom(typed: string): number {
  const count = /^\d$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  if (!(count <= mostApprovals)) throw new Failure('approvals-wrong', { given: typed, most: mostApprovals });
  return count;
}
