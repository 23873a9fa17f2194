/** The model-based test is itself tested: a mistake put into the scripts must be found by it. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScripts, type Scripts } from '../../src/core/store/lua/scripts.ts';
import { testRedis } from '../helpers/fixture.ts';
import { connect, openLedgerFixture } from './fixture.ts';
import { mutants } from './mutants.ts';
import { plan } from './operations.ts';
import { Difference, runPlan } from './run-plan.ts';

/** The same each time, so that the suite does; other ones are tried by hand. */
const seed = Number(process.env.LEDGER_SEED ?? 2026);
const mostRuns = 300;

let redis: Awaited<ReturnType<typeof testRedis>>;
let clients: ReturnType<typeof connect>;
const found: string[] = [];

beforeAll(async () => {
  redis = await testRedis();
  clients = connect(redis.url);
});
afterAll(async () => {
  console.log(`plans played until each mistake was found: ${found.join(', ')}`);
  clients?.close();
  await redis?.close();
});

/** Plays plans until the ledger is found to do wrong; nothing is shrunk. */
function hunt(scripts: Scripts, numRuns: number) {
  const property = fc.asyncProperty(plan, async (it) => {
    const fixture = openLedgerFixture(clients.all, scripts);
    try {
      await runPlan(fixture, it);
    } finally {
      await fixture.close();
    }
  });
  return fc.check(property, { numRuns, seed, endOnFailure: true });
}

const cases = Object.entries(mutants).flatMap(([file, all]) =>
  all.map(([title, from, to]) => [title, file, from, to] as const),
);

describe('a mistake in the ledger is found:', () => {
  it.each(cases)('%s', async (_title, file, from, to) => {
    let places = 0;
    const scripts = readScripts((source, name) => {
      if (name !== file) return source;
      places = source.split(from).length - 1;
      return source.replace(from, () => to);
    });
    expect(places, 'how often the script has what is to be replaced').toBe(1);
    const { failed, errorInstance, numRuns } = await hunt(scripts, mostRuns);
    expect(failed).toBe(true);
    // A script that breaks finds itself.
    expect(errorInstance).toBeInstanceOf(Difference);
    found.push(`${numRuns}`);
  });

  it('nothing is found in the scripts as they are', async () => {
    const { failed, numRuns } = await hunt(readScripts(), 10);
    expect({ failed, numRuns }).toEqual({ failed: false, numRuns: 10 });
  });
});
