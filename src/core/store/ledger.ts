/**
 * Accounts in Redis: balances, their entries, open holds, and beside them what the owner has set and what was used.
 * Prices of jobs move in the scripts of `store.ts`; here is everything else. Amounts in thousandths of a credit.
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { isOver, states } from '../domain/job.ts';
import { dayOf } from '../domain/period.ts';
import { keysFor } from './keys.ts';
import { readScripts } from './lua/scripts.ts';
import type { StoreOptions } from './store.ts';

export type Owner = { scope: string; requester: string };

export type Account = {
  /** What is left of the period's allowance; below zero where there is no limit: then it is what was spent. */
  allowance: number;
  /** Lasting credits. */
  granted: number;
  /** Held by jobs on their way, no part of the two above. */
  reserved: number;
  /** Of the allowance, in this period, with what is reserved. */
  used: number;
  period: string;
  today: number;
  /** The allowance of a period; null is without limit. */
  limit: number | null;
};

const entrySchema = z.object({
  kind: z.enum(['refill', 'expire', 'grant', 'revoke', 'reserve', 'settle', 'release']),
  at: z.coerce.number(),
  allowance: z.coerce.number(),
  granted: z.coerce.number(),
  job: z.string().optional(),
  charged: z.coerce.number().optional(),
  by: z.string().optional(),
  person: z.string().optional(),
  reason: z.string().optional(),
});
/** One change of an account; `allowance` and `granted` are what was added to each. */
export type Entry = z.infer<typeof entrySchema>;

const auditSchema = z.object({
  what: z.enum(['grant', 'revoke', 'set']),
  at: z.coerce.number(),
  by: z.string(),
  person: z.string().optional(),
  amount: z.coerce.number().optional(),
  reason: z.string().optional(),
  /** Of `set`: what (see `fieldFor` in credits/limits.ts) and, in JSON, to which value; empty when it was taken out. */
  name: z.string().optional(),
  to: z.string().optional(),
});
export type AuditLine = z.infer<typeof auditSchema>;

const holdSchema = z.object({ scope: z.string(), person: z.string(), price: z.number() });
export type Hold = { id: string; scope: string; requester: string; price: number };

const noticeSchema = z.object({
  platform: z.string(),
  scope: z.string(),
  kind: z.enum(['warned', 'stopped']),
  spent: z.number(),
  budget: z.number(),
});
/** The budget of a scope has come near its end, or has reached it. */
export type Notice = z.infer<typeof noticeSchema>;

/** What one person did with one model in one day; `cost` is what the provider reported. */
export type UsageRow = {
  day: string;
  person: string;
  model: string;
  jobs: number;
  charged: number;
  cost: number;
};

/**
 * When, by the calendar of the scope, and the allowance. `keepLimit`: the account's last allowance goes before this one,
 * for a look at somebody whose groups are not known.
 */
export type Present = { period: string; monthly: number | null; keepLimit?: true };

export type Ledger = {
  /** The account, brought to the present: a new period has begun, the allowance is what it is now. */
  account(owner: Owner, present: Present): Promise<Account>;
  /** Newest first; all of them when `count` is left out. */
  entries(owner: Owner, count?: number): Promise<Entry[]>;
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
  policy(scope: string): Promise<Record<string, string>>;
  /** Sets what the scope's owner allows (see `credits/limits.ts`); undefined takes a line out. It is kept who did. */
  setPolicy(scope: string, by: string, changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** What admins did, newest first. */
  audit(scope: string, count: number): Promise<AuditLine[]>;
  usage(scope: string, days: readonly string[]): Promise<UsageRow[]>;
  notices(): Promise<{ notice: Notice; done: () => Promise<void> }[]>;
};

/** A caller's key is remembered longer than any chat repeats a delivery. */
const keepKeyMs = 2 * 86_400_000;

type Commands = {
  changeAccount(...args: (string | number)[]): Promise<[answer: string, amount?: string]>;
};

export function createLedger(redis: Redis, options: Omit<StoreOptions, 'log'>): Ledger {
  const { prefix, clock, scripts = readScripts() } = options;
  redis.defineCommand('changeAccount', { numberOfKeys: 9, lua: scripts.account });
  // ioredis adds the commands to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);
  const over = Object.fromEntries(states.filter(isOver).map((state) => [state, true]));

  function run(owner: Owner, wanted: object, present?: Present, names = { once: '', job: '' }) {
    const { account, entries, scope, holds } = keys.ledger(owner);
    const at = { now: clock(), period: present?.period, day: dayOf(clock()) };
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
      ],
      JSON.stringify({ ...wanted, at, limit: present?.monthly ?? undefined, keepLimit: present?.keepLimit }),
    );
  }

  return {
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

    async entries(owner, count) {
      const { entries } = keys.ledger(owner);
      const found = await (count === undefined
        ? redis.xrevrange(entries, '+', '-')
        : redis.xrevrange(entries, '+', '-', 'COUNT', count));
      return found.map(([, fields]) => entrySchema.parse(pairs(fields)));
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
        const { scope, person, price } = holdSchema.parse(JSON.parse(text));
        return { id, scope, requester: person, price };
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

    policy: (scope) => redis.hgetall(keys.policy(scope)),

    async setPolicy(scope, by, changes) {
      const step = redis.multi();
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) step.hdel(keys.policy(scope), name);
        else step.hset(keys.policy(scope), name, JSON.stringify(value));
        const to = value === undefined ? '' : JSON.stringify(value);
        step.xadd(keys.audit(scope), '*', 'what', 'set', 'at', clock(), 'by', by, 'name', name, 'to', to);
      }
      await step.exec();
    },

    async audit(scope, count) {
      const found = await redis.xrevrange(keys.audit(scope), '+', '-', 'COUNT', count);
      return found.map(([, fields]) => auditSchema.parse(pairs(fields)));
    },

    async usage(scope, days) {
      const found = await Promise.all(days.map((day) => redis.hgetall(keys.usage(scope, day))));
      return found.flatMap((hash, index) => usageOf(days[index] ?? '', hash));
    },

    async notices() {
      const found = await redis.smembers(keys.notices);
      return found.map((text) => ({
        notice: noticeSchema.parse(JSON.parse(text)),
        done: async () => {
          await redis.srem(keys.notices, text);
        },
      }));
    },
  };
}

/** A stream's entry comes as name, value, name, value. */
const pairs = (fields: readonly string[]) =>
  Object.fromEntries(
    fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1] ?? '']] : [])),
  );

const whoSchema = z.tuple([z.string(), z.string()]);

function usageOf(day: string, hash: Readonly<Record<string, string>>): UsageRow[] {
  const rows = new Map<string, UsageRow>();
  for (const [field, value] of Object.entries(hash)) {
    const [, kind, who = ''] = /^(jobs|charged|cost) (.*)$/s.exec(field) ?? [];
    if (kind === undefined) continue;
    const [person, model] = whoSchema.parse(JSON.parse(who));
    const row = rows.get(who) ?? { day, person, model, jobs: 0, charged: 0, cost: 0 };
    rows.set(who, { ...row, [kind]: Number(value) });
  }
  return [...rows.values()];
}
