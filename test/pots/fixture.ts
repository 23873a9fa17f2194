/** The real purchases on several connections, for tests that give them the model's commands. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Command as Asked } from '../../src/core/domain/command.ts';
import { periodOf } from '../../src/core/domain/period.ts';
import { chipAccount } from '../../src/core/domain/pots/pot.ts';
import { type Purchase, payerOf } from '../../src/core/domain/pots/purchase.ts';
import { createLog } from '../../src/core/log.ts';
import type { NewJob } from '../../src/core/store/jobs/created.ts';
import { keysFor } from '../../src/core/store/keys.ts';
import { createLedger } from '../../src/core/store/ledger/ledger.ts';
import { createPurchases } from '../../src/core/store/ledger/pots/purchases.ts';
import type { Scripts } from '../../src/core/store/lua/scripts.ts';
import { createStore } from '../../src/core/store/store.ts';
import { newJob } from '../ledger/fixture.ts';
import { type Command, life, people, start } from './model.ts';

const log = createLog({ level: 'silent', human: false });
const scope = 'north';

export type PotsFixture = Awaited<ReturnType<typeof openPots>>;

/** Nobody has pledged anything yet; the people have their gifts. */
export async function openPots(all: readonly Redis[], prices: readonly number[], scripts?: Scripts) {
  const prefix = `pots-${randomUUID()}`;
  let now = start;
  const options = { prefix, log, clock: () => now, ...(scripts ? { scripts } : {}) };
  const clients = all.map((redis) => ({
    redis,
    store: createStore(redis, options),
    ledger: createLedger(redis, options),
    purchases: createPurchases(redis, options),
  }));
  const clientAt = (index: number) => {
    const client = clients[index % clients.length];
    if (!client) throw new Error('no connections were given');
    return client;
  };
  const { redis, store, ledger, purchases } = clientAt(0);
  const keys = keysFor(prefix);
  const present = (person: string) => ({
    period: periodOf(now, 1),
    monthly: people[person]?.monthly ?? null,
    perDay: people[person]?.perDay ?? null,
  });
  for (const [requester, { granted, monthly }] of Object.entries(people)) {
    const gift = { scope, requester, amount: granted, key: requester, by: 'eve', reason: 'a test' };
    if (granted > 0) await ledger.give('grant', { ...gift, period: periodOf(now, 1), monthly });
  }
  for (const [index, price] of prices.entries()) {
    const choice = { model: 'esrgan', settings: {}, price };
    // Only its scope is looked at here.
    const command = { platform: 'test', scope, requester: 'ada' } as Asked;
    const asked = { kind: 'chip', quote: 'q', price, until: start + life, needed: 0, command } as const;
    const more = { choice, title: '', wait: undefined, turn: null };
    await purchases.open(`chip${index}`, { ...asked, ...more }, false);
  }

  const jobOf = ({ id, price }: Pick<Purchase, 'id' | 'price'>): NewJob => ({
    ...newJob({ scope, requester: 'ada', id: `job-${id}`, price }),
    payer: payerOf({ kind: 'chip', id }),
  });
  const stands = { version: 1, state: 'accepted', hold: 'reserved', tries: 0, faults: 0 } as const;
  const more = { refusals: 0, cancelRequested: false, removed: false, notified: false } as const;

  /** The same words as the model's. */
  async function perform(it: Command, at: number, client: number): Promise<unknown> {
    now = at;
    const own = clientAt(client);
    const price = prices[Number(it.chip.slice(4))] ?? 0;
    switch (it.kind) {
      case 'pledge':
        return own.purchases.pledge(it.chip, it.person, { ...present(it.person), ...it });
      case 'withdraw':
        return own.purchases.withdraw(it.chip, it.person, it.key);
      case 'create': {
        const none = { budget: null, jobsPerPerson: null, jobsAtOnce: null, perDay: null };
        const terms = { period: periodOf(now, 1), monthly: 0, ...none };
        const job = jobOf({ id: it.chip, price });
        const created = await own.store.create(job, { key: it.chip, due: now, terms, now });
        return created.kind === 'credits-short' ? { short: created.available } : created.kind;
      }
      case 'made':
        // As the engine does it: only what it knows to be there.
        if ((await own.store.read(`job-${it.chip}`)) !== undefined)
          await own.purchases.made(it.chip, `job-${it.chip}`);
        return undefined;
      case 'stop':
        return own.purchases.end(it.chip, 'stopped');
      case 'expire':
        return own.purchases.end(it.chip, 'lapsed', true);
      case 'share':
        return own.purchases.share(it.chip);
      case 'settle':
      case 'release': {
        const job = { ...jobOf({ id: it.chip, price }), ...stands, ...more, createdAt: now, changedAt: now };
        const credits = it.kind === 'settle' ? ('settle' as const) : ('release' as const);
        const set = it.kind === 'settle' ? { set: { cost: it.cost / 100_000 } } : {};
        const to = it.kind === 'settle' ? ('done' as const) : ('failed' as const);
        const change = { from: ['accepted'] as const, to, due: 'never' as const, credits, ...set };
        return (await own.store.change(job, change)) !== undefined;
      }
    }
  }

  /** An account as it stands, without bringing it to the present. */
  async function balance(requester: string) {
    const hash = await redis.hgetall(keys.ledger({ scope, requester }).account);
    const amount = (name: string) => Number(hash[name] ?? 0);
    const entries = await ledger.entries({ scope, requester });
    return { allowance: amount('allowance'), granted: amount('granted'), used: amount('used'), entries };
  }

  return {
    perform,
    balance,
    escrow: (chip: string) => balance(chipAccount(chip)),
    read: (chip: string) => purchases.read(chip),
    holds: () => ledger.holds(),
    async close() {
      const names = await redis.keys(`${prefix}:*`);
      if (names.length > 0) await redis.del(...names);
    },
    store,
  };
}
