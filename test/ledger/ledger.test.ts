import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testRedis } from '../helpers/fixture.ts';
import { connect, newJob, openLedgerFixture } from './fixture.ts';
import { plan } from './operations.ts';
import { auditLedger, runPlan } from './run-plan.ts';

const somebody = { scope: 'north', requester: 'ada' };
/** A thousand are for a night; so many fit into the suite. */
const runs = Number(process.env.LEDGER_RUNS ?? 12);

let redis: Awaited<ReturnType<typeof testRedis>>;
let clients: ReturnType<typeof connect>;

beforeAll(async () => {
  redis = await testRedis();
  clients = connect(redis.url);
});
afterAll(async () => {
  clients?.close();
  await redis?.close();
});

describe('the ledger', () => {
  it('does what its model does, whatever happens and from however many connections', async () => {
    const began = performance.now();
    let played = 0;
    let operations = 0;
    await fc.assert(
      fc.asyncProperty(plan, async (it) => {
        const fixture = openLedgerFixture(clients.all);
        try {
          operations += await runPlan(fixture, it);
          played += 1;
        } finally {
          await fixture.close();
        }
      }),
      { numRuns: runs, interruptAfterTimeLimit: 3_500_000, markInterruptAsFailure: true },
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`ledger: ${played} runs, ${operations} operations, ${seconds} s`);
    expect(played).toBe(runs);
  }, 3_600_000);

  it.each([1, 2, 4])(
    'makes 7 of 200 jobs asked for at once when 7 can be paid for: %i connections',
    async (count) => {
      const fixture = openLedgerFixture(clients.all.slice(0, count));
      const present = { period: '2026-11-01', monthly: 100 };
      const gift = { ...somebody, amount: 99, by: 'eve', reason: 'a test', key: 'gift' };
      const perhaps = { perDay: null, budget: null, jobsPerPerson: null, jobsAtOnce: null };
      const terms = { ...present, ...perhaps };
      try {
        await fixture.ledger.give('grant', { ...gift, ...present });
        const jobs = Array.from({ length: 200 }, (_, index) => ({
          ...somebody,
          id: `job-${index}`,
          price: 28,
        }));
        const answers = await Promise.all(
          jobs.map((job, index) =>
            fixture.storeAt(index).create(newJob(job), { key: job.id, due: 0, terms }),
          ),
        );
        // 7 times 28 of 199 leaves 3.
        const short = { kind: 'credits-short', available: 3, reserved: 196 };
        expect(answers.filter(({ kind }) => kind === 'made')).toHaveLength(7);
        expect(answers.filter((it) => isDeepStrictEqual(it, short))).toHaveLength(193);
        const account = { period: '2026-11-01', limit: 100, allowance: 0, used: 100 };
        expect(await fixture.ledger.account(somebody, present)).toEqual({
          ...account,
          granted: 3,
          reserved: 196,
          today: 196,
        });
        const made = answers.flatMap((it) => (it.kind === 'made' ? [it.id] : []));
        await auditLedger(
          fixture,
          [somebody],
          made.map((id) => ({ id, scope: 'north', price: 28, scopePeriod: '2026-11-01' })),
        );
      } finally {
        await fixture.close();
      }
    },
  );
});
