/**
 * Accounts in Redis: balances, their entries, open holds, and beside them what the owner has set and what was used.
 * Prices of jobs move in the scripts of `records.ts`; here is everything else. Amounts in thousandths of a credit.
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { isOver, states } from '../../domain/job.ts';
import { dayOf, oldestCost } from '../../domain/period.ts';
import { keysFor } from '../keys.ts';
import { readScripts } from '../lua/scripts.ts';
import type { StoreOptions } from '../store.ts';
import { type Account, type Hold, holdSchema, type Owner, type Present } from './account.ts';
import { createEntries, type Entries } from './entries.ts';
import { createPolicies, type Policies } from './policies.ts';
import type { Purchases } from './pots/port.ts';
import { type PotStatement, potOf } from './pots/pot.ts';
import { createPurchases } from './pots/purchases.ts';
import { createProviderBooks, type ProviderBooks } from './provider.ts';
import { createUsageBooks, type UsageBooks } from './usage.ts';

export type Ledger = Entries &
  Policies &
  UsageBooks &
  ProviderBooks & {
    /** What several people, or the pot, pay for. */
    purchases: Purchases;
    /** What is in the pot of a scope, its rules, and who gave lately. */
    pot(scope: string): Promise<PotStatement>;
    /** The account, brought to the present: a new period has begun, the allowance is what it is now. */
    account(owner: Owner, present: Present): Promise<Account>;
    /**
     * Adds lasting credits or takes them back, once for each `key`; a second time is answered as the first was.
     * `changed`: that key did something else. `short`: there are only so many lasting credits.
     */
    give(
      what: 'grant' | 'revoke',
      it: Owner & { amount: number; by: string; reason: string; key: string } & Present,
    ): Promise<'made' | 'known' | 'changed' | { short: number }>;
    holds(): Promise<Hold[]>;
    /** Releases a hold if its job has ended or is gone; says whether it did. */
    void(hold: Hold): Promise<boolean>;
    /** What a scope has spent or reserved in the period that it is in. */
    spent(scope: string): Promise<number>;
  };

/** A caller's key is remembered longer than any chat repeats a delivery. */
const keepKeyMs = 2 * 86_400_000;

type Commands = {
  changeAccount(...args: (string | number)[]): Promise<[answer: string, amount?: string]>;
};

export function createLedger(redis: Redis, options: Omit<StoreOptions, 'log'>): Ledger {
  const { prefix, clock, scripts = readScripts() } = options;
  redis.defineCommand('changeAccount', { numberOfKeys: 10, lua: scripts.account });
  // ioredis adds the commands to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);
  const over = Object.fromEntries(states.filter(isOver).map((state) => [state, true]));

  function run(
    owner: Owner & { payer?: string },
    wanted: object,
    present?: Present,
    names = { once: '', job: '' },
  ) {
    const { account, entries, scope, holds } = keys.ledger(owner);
    const at = { now: clock(), period: present?.period, day: dayOf(clock()), oldest: oldestCost(clock()) };
    return commands.changeAccount(
      ...[
        account,
        entries,
        scope,
        holds,
        keys.once(names.once),
        keys.audit(owner.scope),
        keys.job(names.job),
        keys.live(owner),
        keys.liveIn(owner.scope),
        keys.costs,
      ],
      JSON.stringify({ ...wanted, at, limit: present?.monthly ?? undefined, keepLimit: present?.keepLimit }),
    );
  }

  const parts = { ...createEntries(redis, keys), ...createPolicies(redis, { keys, clock }) };
  return {
    ...parts,
    purchases: createPurchases(redis, options),
    pot: (scope) => potOf(redis, keys, parts, scope),
    ...createUsageBooks(redis, keys),
    ...createProviderBooks(redis, { keys, clock }),

    async account(owner, present) {
      await run(owner, { what: 'read' }, present);
      const hash = await redis.hgetall(keys.ledger(owner).account);
      const amount = (name: string) => Number(hash[name] ?? 0);
      return {
        allowance: amount('allowance'),
        granted: amount('granted'),
        reserved: amount('reserved'),
        used: amount('used'),
        today: amount('today'),
        period: hash.period ?? present.period,
        limit: hash.limit ? Number(hash.limit) : null,
      };
    },

    async give(what, { key, amount, by, reason, scope, requester, ...present }) {
      const facts = ['by', by, 'reason', reason, 'person', requester];
      const print = createHash('sha256')
        .update(JSON.stringify([what, scope, requester, amount]))
        .digest('base64url');
      const wanted = { what, amount, print, keepKeyMs, facts };
      const [answer, rest] = await run({ scope, requester }, wanted, present, { once: key, job: '' });
      if (answer === 'short') return { short: Number(rest) };
      if (answer === 'made' || answer === 'known' || answer === 'changed') return answer;
      throw new Error(`the script answered ${answer}`);
    },

    async holds() {
      const all = Object.entries(await redis.hgetall(keys.holds));
      return all.map(([id, text]) => {
        const { scope, person, payer, price } = holdSchema.parse(JSON.parse(text));
        return { id, scope, requester: person, price, ...(payer !== undefined && { payer }) };
      });
    },

    async void(hold) {
      const [answer] = await run(hold, { what: 'void', id: hold.id, over }, undefined, {
        once: '',
        job: hold.id,
      });
      return answer === 'made';
    },

    spent: async (scope) =>
      Number((await redis.hget(keys.ledger({ scope, requester: '' }).scope, 'spent')) ?? 0),
  };
}
