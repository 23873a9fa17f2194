/** The owner's money: whatever two processes do at once, no limit of it is passed but by what jobs took above their bounds. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Job } from '../../src/core/domain/job.ts';
import { dayOf, periodOf } from '../../src/core/domain/period.ts';
import { createLog } from '../../src/core/log.ts';
import type { CostLimit } from '../../src/core/store/jobs/created.ts';
import { keysFor } from '../../src/core/store/keys.ts';
import { createLedger } from '../../src/core/store/ledger/ledger.ts';
import { readScripts, type Scripts } from '../../src/core/store/lua/scripts.ts';
import { createStore } from '../../src/core/store/store.ts';
import { testRedis } from '../helpers/fixture.ts';
import { connect, newJob } from './fixture.ts';

const log = createLog({ level: 'silent', human: false });
const start = Date.UTC(2026, 10, 29, 20);
const runs = Number(process.env.LEDGER_RUNS ?? 12);

let redis: Awaited<ReturnType<typeof testRedis>>;
let clients: ReturnType<typeof connect>;
beforeAll(async () => {
  redis = await testRedis();
  clients = connect(redis.url, 2);
});
afterAll(async () => {
  clients?.close();
  await redis?.close();
});

/** `steps`: bounds of a recipe's, one of a job's. `of`: which of those that run; `took`: in hundredths of its bound. */
type Deed =
  | { kind: 'ask'; scope: 'north' | 'south'; steps: number[] }
  | { kind: 'end'; of: number; how: 'done' | 'failed' | 'uncertain' | 'unsaid'; took: number };
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    kind: fc.constant('ask' as const),
    scope: fc.constantFrom('north' as const, 'south' as const),
    steps: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('end' as const),
    of: fc.nat(20),
    how: fc.constantFrom(
      'done' as const,
      'done' as const,
      'failed' as const,
      'uncertain' as const,
      'unsaid' as const,
    ),
    took: fc.integer({ min: 0, max: 130 }),
  }),
);
/** Each round's deeds are done at once, and so many hours later. */
const plan = fc.array(
  fc.record({ deeds: fc.array(deed, { minLength: 1, maxLength: 5 }), hours: fc.constantFrom(0, 0, 0, 9) }),
  { minLength: 4, maxLength: 25 },
);
type Plan = typeof plan extends fc.Arbitrary<infer It> ? It : never;

const limits = { cost_per_day: 100, cost_per_month: 150, COST_PER_MONTH: 200 } as const;
type Its = { id: string; scope: string; bound: number; cost?: number; day?: string };

async function play(all: readonly Redis[], it: Plan, scripts?: Scripts): Promise<void> {
  const prefix = `costs-${randomUUID()}`;
  let now = start;
  const options = { prefix, log, clock: () => now, ...(scripts && { scripts }) };
  const stores = all.map((each) => createStore(each, options));
  const storeAt = (index: number) => stores[index % stores.length] ?? never();
  const [first = never()] = all;
  const ledger = createLedger(first, options);
  const keys = keysFor(prefix);
  const jobs: Its[] = [];
  let made = 0;

  const since = () => ({
    cost_per_day: dayOf(now),
    cost_per_month: periodOf(now, 1),
    COST_PER_MONTH: periodOf(now, 1),
  });
  const inForce = (): CostLimit[] =>
    (Object.keys(limits) as (keyof typeof limits)[]).map((name) => ({
      name,
      since: since()[name],
      most: limits[name],
    }));
  const isOf = (name: string, scope: string, job: Its) => name === 'COST_PER_MONTH' || job.scope === scope;
  const counted = (name: keyof typeof limits, scope: string) =>
    jobs
      .filter((job) => isOf(name, scope, job))
      .reduce(
        (sum, { bound, cost, day = '' }) =>
          sum + (cost === undefined ? bound : day >= since()[name] ? cost : 0),
        0,
      );

  async function ask({ scope, steps }: Extract<Deed, { kind: 'ask' }>, client: number): Promise<void> {
    const its = steps.map((bound): Its => ({ id: `job-${++made}`, scope, bound }));
    // What people are charged has nothing to do with it.
    const records = its.map(({ id, bound }) => ({
      ...newJob({ id, scope, requester: 'ada', price: 1 }),
      bound,
    }));
    const last = records.at(-1) ?? never();
    const free = { monthly: null, perDay: null, budget: null, jobsPerPerson: null, jobsAtOnce: null };
    const terms = { period: periodOf(now, 1), ...free, real: { limits: inForce(), balance: undefined } };
    const created = await storeAt(client).create(last, {
      key: last.id,
      due: now,
      terms,
      before: records.slice(0, -1),
    });
    expect(['made', 'cost-limit']).toContain(created.kind);
    if (created.kind === 'made') jobs.push(...its);
  }

  async function end({ of, how, took }: Extract<Deed, { kind: 'end' }>, client: number): Promise<void> {
    const open = jobs.filter(({ cost }) => cost === undefined);
    const job = open[of % Math.max(1, open.length)];
    if (!job) return;
    const cost = Math.round((job.bound * took) / 100);
    job.cost = how === 'done' ? cost : how === 'failed' ? 0 : job.bound;
    job.day = dayOf(now);
    const record = {
      ...newJob({ ...job, requester: 'ada', price: 1 }),
      ...unset,
      createdAt: now,
      changedAt: now,
    } as Job;
    const to = how === 'unsaid' ? 'done' : how;
    const change = { from: ['accepted'] as const, to, due: 'never' as const };
    const credits = to === 'done' ? ('settle' as const) : ('release' as const);
    const set = how === 'done' ? { set: { cost: cost / 100_000 } } : {};
    // Delivered twice, at once: it counts once.
    await Promise.all(
      [client, client + 1].map((each) => storeAt(each).change(record, { ...change, credits, ...set })),
    );
  }

  try {
    for (const { deeds, hours } of it) {
      const before = jobs.length;
      // A deed that is alone is refused for no other reason than that it would pass a limit.
      const [only] = deeds;
      const fits =
        deeds.length === 1 && only?.kind === 'ask'
          ? inForce().every(
              ({ name, most }) =>
                counted(name, only.scope) + only.steps.reduce((sum, each) => sum + each, 0) <= most,
            )
          : undefined;
      await Promise.all(
        deeds.map((each, index) => (each.kind === 'ask' ? ask(each, index) : end(each, index))),
      );
      if (fits !== undefined) expect(jobs.length > before).toBe(fits);
      for (const scope of ['north', 'south'])
        for (const { name, most } of inForce()) {
          const noise = jobs
            .filter((job) => isOf(name, scope, job))
            .reduce((sum, { bound, cost = 0 }) => sum + Math.max(0, cost - bound), 0);
          expect(counted(name, scope)).toBeLessThanOrEqual(most + noise);
        }
      now += hours * 3_600_000;
    }
    // What is kept is what the jobs came to, once each.
    for (const [key, of] of [
      [keys.ledger({ scope: 'north', requester: '' }).scope, (job: Its) => job.scope === 'north'],
      [keys.costs, () => true],
    ] as const) {
      const hash = await first.hgetall(key);
      const its = jobs.filter(of);
      expect(Number(hash.open ?? 0)).toBe(
        its.reduce((sum, { bound, cost }) => sum + (cost === undefined ? bound : 0), 0),
      );
      for (const day of new Set(its.flatMap((job) => job.day ?? []))) {
        const cost = its.reduce((sum, job) => sum + (job.day === day ? (job.cost ?? 0) : 0), 0);
        expect(Number(hash[`cost ${day}`] ?? 0)).toBe(cost);
      }
    }
    if (jobs.some(({ bound }) => bound > 0)) expect(await first.pttl(keys.costs)).toBeGreaterThan(0);
    const told = (await ledger.notices()).map(({ notice: { scope, kind, limit, spent } }) => ({
      scope,
      kind,
      limit,
      spent,
    }));
    for (const { kind, limit, spent } of told)
      if (limit && kind === 'warned') expect(spent).toBeGreaterThanOrEqual(limits[limit] * 0.8);
    // Once a day or month, and for all scopes together once.
    for (const { name } of inForce())
      for (const kind of ['warned', 'stopped'])
        expect(told.filter((each) => each.limit === name && each.kind === kind).length).toBeLessThanOrEqual(
          name === 'cost_per_day' ? 2 * daysOf(it) : name === 'cost_per_month' ? 4 : 2,
        );
  } finally {
    const names = await first.keys(`${prefix}:*`);
    if (names.length > 0) await first.del(...names);
  }
}

const daysOf = (it: Plan) => 2 + Math.floor(it.reduce((sum, { hours }) => sum + hours, 0) / 24);
const never = (): never => {
  throw new Error('no connections were given');
};
const unset = {
  ...{ version: 1, state: 'accepted', hold: 'reserved', tries: 0, faults: 0, refusals: 0 },
  ...{ cancelRequested: false, removed: false, notified: false },
} as const;

it('no interleaving passes a limit by more than what jobs took above their bounds, and all is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(plan, (it) => play(clients.all, it)),
    { numRuns: runs },
  );
}, 3_600_000);

it.each([
  ['what is on its way counts nothing', "local sum = amount(key, 'open')", 'local sum = 0'],
  ['a job of two steps is bound by its last', 'if bound then bound = bound + step.bound end', ''],
  ['what is not said to have cost counts nothing', 'took.perhaps and hold.bound or 0', '0'],
  ['the days before count today', 'if of and of >= day then', 'if of then'],
  ['a bound outlives its job', 'open(keys, -hold.bound)', ''],
])(
  'is seen to be wrong where %s',
  async (_title, from, to) => {
    let places = 0;
    const scripts = readScripts((source) => {
      places += source.split(from).length - 1;
      return source.replace(from, to);
    });
    // The ledger is part of four scripts.
    expect(places).toBeGreaterThanOrEqual(1);
    const found = await fc.check(
      fc.asyncProperty(plan, (it) => play(clients.all, it, scripts)),
      { numRuns: 200, seed: 5, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  },
  120_000,
);
