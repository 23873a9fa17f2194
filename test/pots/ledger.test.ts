/** Chip-ins against a model of them; and mistakes put into their script, which that must find. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sharesOf } from '../../src/core/domain/pots/purchase.ts';
import { readScripts, type Scripts } from '../../src/core/store/lua/scripts.ts';
import { testRedis } from '../helpers/fixture.ts';
import { connect } from '../ledger/fixture.ts';
import { openPots } from './fixture.ts';
import { Difference, type Plan, plan, runPlan } from './run-plan.ts';

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

async function play(it: Plan, scripts?: Scripts): Promise<number> {
  const fixture = await openPots(clients.all, it.prices, scripts);
  try {
    return await runPlan(fixture, it);
  } finally {
    await fixture.close();
  }
}

it('does what its model does, in whatever order and from however many connections', async () => {
  let [played, commands] = [0, 0];
  const property = fc.asyncProperty(plan, async (it) => {
    commands += await play(it);
    played += 1;
  });
  await fc.assert(property, { numRuns: runs });
  console.log(`chip-ins: ${played} runs, ${commands} commands`);
  expect(played).toBe(runs);
}, 3_600_000);

it('shares out exactly what is left, and to nobody more than they gave', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(amounts, fc.double({ min: 0, max: 1, noNaN: true }), (all, part) => {
      const total = all.reduce((sum, each) => sum + each, 0);
      const left = Math.floor(total * part);
      const shares = sharesOf(
        all.map((amount, index) => ({ person: `${index}`, amount })),
        left,
      );
      expect(shares.reduce((sum, each) => sum + each, 0)).toBe(left);
      for (const [index, share] of shares.entries()) expect(share).toBeLessThanOrEqual(all[index] ?? 0);
    }),
  );
});

/** What goes wrong; the one place in the script; what stands there instead. */
const mutants: readonly (readonly [title: string, from: string, to: string])[] = [
  ['a press that is delivered again pledges again', "if known then return {'known', known} end", ''],
  [
    'more is taken than is missing',
    "sum = math.min(sum, amount(purchase, 'price') - pledged)",
    'sum = sum + 0',
  ],
  ['the escrow gets nothing', 'move(escrow, kind, 0, sum, at, facts)', ''],
  ['who takes back is given it twice', "redis.call('HDEL', purchase, 'pledge ' .. person)", ''],
  [
    'lasting credits come back as allowance',
    'give(lots[turn], part, 0, part)',
    'give(lots[turn], part, part, 0)',
  ],
  [
    'the allowance of a month that is over comes back',
    "redis.call('HGET', keys.account, 'period') == lot.period then",
    'true then',
  ],
  ['what came back stays used', "add(keys.account, 'used', -allowance)", ''],
  [
    'it is ended after its job was made',
    "return {'reserved'} end\n  for index, lots",
    'end\n  for index, lots',
  ],
  ['it lapses before its time', "if wanted.due and at.now < amount(purchase, 'until')", 'if false'],
  ['it is pledged to after its time', "state == 'open' and at.now <", "state == 'open' or at.now <"],
  [
    'it is shared out while something is held',
    "if amount(escrow.account, 'reserved') > 0 then return {'reserved'} end",
    '',
  ],
  [
    'it is shared out twice',
    "if state ~= 'made' then return {'known'} end",
    "if state ~= 'made' and redis.call('HEXISTS', purchase, 'job') == 0 then return {'known'} end",
  ],
  [
    'what is pledged is not full when it is',
    "pledged == amount(purchase, 'price') and 'funded'",
    "false and 'funded'",
  ],
];

it.each(mutants)(
  'is seen to be wrong where %s',
  async (_title, from, to) => {
    const scripts = readScripts((source, name) => {
      if (name !== 'purchase') return source;
      expect(source.split(from)).toHaveLength(2);
      return source.replace(from, to);
    });
    const property = fc.asyncProperty(plan, async (it) => {
      await play(it, scripts);
    });
    const found = await fc.check(property, { numRuns: 300, seed: 11, endOnFailure: true });
    expect(found.failed).toBe(true);
    expect(found.errorInstance).toBeInstanceOf(Error);
    expect((found.errorInstance as Error).name).toBe(Difference.name);
  },
  120_000,
);
