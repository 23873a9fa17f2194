/** The real ledger on several connections, for tests that give it the model's commands. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Job } from '../../src/core/domain/job.ts';
import { dayOf, periodOf } from '../../src/core/domain/period.ts';
import { createLog } from '../../src/core/log.ts';
import type { NewJob } from '../../src/core/store/jobs/created.ts';
import { keysFor } from '../../src/core/store/keys.ts';
import type { Owner } from '../../src/core/store/ledger/account.ts';
import { createLedger, type Ledger } from '../../src/core/store/ledger/ledger.ts';
import type { Scripts } from '../../src/core/store/lua/scripts.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { createStore, type Store } from '../../src/core/store/store.ts';
import {
  type Command,
  type ModelState,
  nameOf,
  policyOf,
  type Reply,
  type Seen,
  type View,
} from './model.ts';

const log = createLog({ level: 'silent', human: false });

type Client = { redis: Redis; store: Store; ledger: Ledger };
export type LedgerFixture = Client & {
  /** One of the connections' own. */
  storeAt(index: number): Store;
  /** Does it as the world's time and policies have it. @param client which connection. */
  perform(command: Command, state: ModelState, client?: number): Promise<Reply>;
  see(view: View): Promise<Seen>;
  close(): Promise<void>;
};

export const connections = 4;

/** @returns connections that can serve many beds, and how to close them. */
export function connect(url: string, count = connections): { all: Redis[]; close: () => void } {
  const all = Array.from({ length: count }, () => connectRedis(url, { log }));
  return {
    all,
    close() {
      for (const redis of all) redis.disconnect();
    },
  };
}

const holdSchema = z.strictObject({
  scope: z.string(),
  person: z.string(),
  price: z.number(),
  granted: z.number(),
  period: z.string(),
  day: z.string(),
  scopePeriod: z.string(),
});

/** A ledger with nothing in it; `close` takes away what it wrote, and leaves the connections open. */
export function openLedgerFixture(all: readonly Redis[], scripts?: Scripts): LedgerFixture {
  const prefix = `ledger-${randomUUID()}`;
  let now = 0;
  const options = { prefix, log, clock: () => now, ...(scripts ? { scripts } : {}) };
  const clients = all.map((redis) => ({
    redis,
    store: createStore(redis, options),
    ledger: createLedger(redis, options),
  }));
  const clientAt = (index: number): Client => {
    const client = clients[index % clients.length];
    if (!client) throw new Error('no connections were given');
    return client;
  };
  const { redis, store, ledger } = clientAt(0);
  const keys = keysFor(prefix);

  async function perform(command: Command, state: ModelState, client = 0): Promise<Reply> {
    now = state.now;
    const it = clientAt(client);
    const { startDay, ...limits } = policyOf(state, command.scope);
    const terms = { ...limits, period: periodOf(now, startDay) };
    const keep = 'keepLimit' in command && command.keepLimit ? { keepLimit: true as const } : {};
    const present = { period: terms.period, monthly: limits.monthly, ...keep };
    switch (command.kind) {
      case 'reserve':
        return it.store.create(newJob(command), { key: command.key, due: now, terms });
      case 'ask': {
        const { id: _, ...wanted } = newJob({ ...command, id: '' });
        return it.store.wouldCreate(wanted, { key: command.key, terms });
      }
      case 'give': {
        const { what, scope, requester, amount, key } = command;
        const facts = { scope, requester, amount, key, by: 'eve', reason: 'a test' };
        return it.ledger.give(what, { ...facts, ...present });
      }
      case 'read':
        return it.ledger.account(command, present);
      case 'void':
        return it.ledger.void(command);
      case 'lose':
        return (await it.redis.del(keys.job(command.id))) <= 1;
      case 'change': {
        const { from, to, credits, cost } = command;
        const job: Job = { ...newJob(command), ...unset, createdAt: now, changedAt: now };
        // Thousandths of a credit in dollars, as the provider reports.
        const set = cost === undefined ? {} : { set: { cost: cost / 100_000 } };
        const change = { from, to, due: 'never' as const, ...(credits ? { credits } : {}), ...set };
        const made = it.store.change(job, change).then((record) => record !== undefined);
        return made.catch((error: unknown) => {
          if (error instanceof Error && error.message.includes('already decided')) return 'refused';
          throw error;
        });
      }
    }
  }

  async function account(owner: Owner): Promise<Seen['accounts'][string]> {
    const hash = await redis.hgetall(keys.ledger(owner).account);
    if (Object.keys(hash).length === 0) return null;
    const amount = (name: string) => Number(hash[name] ?? 0);
    return {
      allowance: amount('allowance'),
      granted: amount('granted'),
      reserved: amount('reserved'),
      used: amount('used'),
      today: amount('today'),
      period: hash.period ?? '',
      day: hash.day ?? '',
      limit: hash.limit ? Number(hash.limit) : null,
    };
  }

  async function scopeOf(scope: string): Promise<Seen['scopes'][string]> {
    const hash = await redis.hgetall(keys.ledger({ scope, requester: '' }).scope);
    if (Object.keys(hash).length === 0) return null;
    const { period = '', spent, warned, stopped } = hash;
    return { period, spent: Number(spent), warned: warned === '1', stopped: stopped === '1' };
  }

  /** One question after the other: in many small answers at once, the embedded Redis waits for each to arrive. */
  async function see({ owners, jobs }: View): Promise<Seen> {
    const seen: Seen = {
      accounts: {},
      scopes: {},
      inFlight: {},
      usage: {},
      holds: {},
      jobs: {},
      notices: [],
    };
    for (const owner of owners) {
      seen.accounts[nameOf(owner)] = await account(owner);
      seen.inFlight[nameOf(owner)] = await store.outstanding(owner.scope, owner.requester);
    }
    for (const scope of new Set(owners.map((it) => it.scope))) {
      seen.scopes[scope] = await scopeOf(scope);
      seen.inFlight[scope] = await redis.scard(keys.liveIn(scope));
      const usage = await ledger.usage(scope, [dayOf(now)]);
      seen.usage[scope] = usage.sort((one, other) => (one.person < other.person ? -1 : 1));
    }
    for (const [id, text] of Object.entries(await redis.hgetall(keys.holds)))
      seen.holds[id] = holdSchema.parse(JSON.parse(text));
    for (const id of jobs) {
      const job = await store.read(id);
      seen.jobs[id] = job ? { state: job.state, hold: job.hold, charged: job.charged ?? null } : null;
    }
    const notices = await ledger.notices();
    seen.notices = notices.map(({ notice: it }) => JSON.stringify([it.scope, it.kind, it.spent, it.budget]));
    seen.notices.sort();
    return seen;
  }

  return {
    redis,
    store,
    ledger,
    storeAt: (index) => clientAt(index).store,
    perform,
    see,
    async close() {
      const names = await redis.keys(`${prefix}:*`);
      if (names.length > 0) await redis.del(...names);
    },
  };
}

const unset = {
  version: 1,
  state: 'accepted',
  hold: 'reserved',
  tries: 0,
  faults: 0,
  refusals: 0,
  cancelRequested: false,
  removed: false,
  notified: false,
} as const;

/** The record of a picture for ESRGAN. */
export function newJob(it: Owner & { id: string; price?: number; settings?: number }): NewJob {
  const { id, scope, requester, price = 0, settings = 0 } = it;
  return {
    id,
    scope,
    requester,
    price,
    platform: 'test',
    address: null,
    model: 'esrgan',
    settings: { scale: settings },
    source: { kind: 'link', link: 'https://example.org/a.jpg' },
  };
}
