/** What must always hold of the real ledger, worked out from what it holds alone. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import type { State } from '../../src/core/domain/job.ts';
import type { Owner } from '../../src/core/store/ledger/account.ts';
import type { LedgerFixture } from './fixture.ts';
import type { Command, Reply } from './model.ts';
import { type ModelJob, type ModelState, nameOf, policyOf, type Seen } from './model-state.ts';

/** Until here a job's price is held; what has ended before and was never paid is still held until it is voided. */
const unpaid = new Set<State>(['accepted', 'queued', 'submitting', 'polling']);

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** After each operation: nothing is below zero, what is reserved is what is held, and no cap was passed. */
export function checkSeen(
  seen: Seen,
  replies: readonly Reply[],
  commands: readonly Command[],
  state: ModelState,
): void {
  for (const [name, account] of Object.entries(seen.accounts)) {
    if (!account) continue;
    const { allowance, granted, reserved, used, today, limit } = account;
    const least = Math.min(...(limit === null ? [] : [allowance]), granted, reserved, used, today);
    ok(least >= 0, `${name} has less than nothing: ${JSON.stringify(account)}`);
    const held = Object.values(seen.holds).filter((hold) => `${hold.scope} ${hold.person}` === name);
    deepStrictEqual(reserved, sum(held.map(({ price }) => price)), `${name} has not reserved what is held`);
  }
  for (const [index, reply] of replies.entries()) {
    const command = commands[index];
    if (command?.kind !== 'reserve' || typeof reply !== 'object') continue;
    if (!('kind' in reply) || reply.kind !== 'made') continue;
    const { perDay, budget, jobsPerPerson, jobsAtOnce } = policyOf(state, command.scope);
    const most = (limit: number | null, found: number | undefined, what: string) =>
      ok(limit === null || (found ?? 0) <= limit, `${what} is ${found}, above ${limit}`);
    most(perDay, seen.accounts[nameOf(command)]?.today, 'the day');
    most(budget, seen.scopes[command.scope]?.spent, 'the budget');
    most(jobsPerPerson, seen.inFlight[nameOf(command)], 'the number of jobs of one person');
    most(jobsAtOnce, seen.inFlight[command.scope], 'the number of jobs');
  }
}

/**
 * Balances are the sums of their entries; each hold was opened once and left once, unless it is still there; what a
 * scope has spent is what its members hold and have paid in its period.
 */
export async function auditLedger(
  fixture: LedgerFixture,
  owners: readonly Owner[],
  jobs: readonly Pick<ModelJob, 'id' | 'scope' | 'price' | 'scopePeriod'>[],
): Promise<void> {
  const seen = await fixture.see({ owners, jobs: jobs.map(({ id }) => id) });
  const opened = new Set<string>();
  const paid = new Map<string, number>();
  for (const owner of owners) {
    const entries = await fixture.ledger.entries(owner);
    const account = seen.accounts[nameOf(owner)];
    const total = {
      allowance: sum(entries.map(({ allowance }) => allowance)),
      granted: sum(entries.map(({ granted }) => granted)),
    };
    const balance = { allowance: account?.allowance ?? 0, granted: account?.granted ?? 0 };
    deepStrictEqual(balance, total, `${nameOf(owner)} does not have the sum of the entries`);
    for (const { kind, job, charged, allowance, granted } of entries.toReversed()) {
      ok(!Object.is(allowance, -0) && !Object.is(granted, -0), `a ${kind} of ${nameOf(owner)} is of -0`);
      if (kind === 'reserve') {
        ok(job !== undefined && !opened.has(job), `${job} was reserved twice`);
        opened.add(job);
      }
      if (kind !== 'settle' && kind !== 'release') continue;
      ok(job !== undefined && opened.has(job) && !paid.has(job), `the hold of ${job} left twice`);
      paid.set(job, charged ?? 0);
    }
  }
  const open = [...opened].filter((id) => !paid.has(id));
  deepStrictEqual(Object.keys(seen.holds).sort(), open.sort(), 'what is held is not what is open');
  const listed = await fixture.ledger.holds();
  deepStrictEqual(listed.map(({ id }) => id).sort(), open, 'the list of holds is not what is open');
  for (const [id, job] of Object.entries(seen.jobs)) {
    if (!job) continue; // Its record is lost.
    deepStrictEqual(job.hold === 'reserved', id in seen.holds, `${id} is held, or says so, but not both`);
    if (unpaid.has(job.state)) ok(id in seen.holds, `${id} is ${job.state}, and nothing is held for it`);
  }

  for (const [scope, book] of Object.entries(seen.scopes)) {
    const now = jobs.filter((job) => job.scope === scope && job.scopePeriod === book?.period);
    const spent = sum(now.map(({ id, price }) => paid.get(id) ?? price));
    deepStrictEqual(await fixture.ledger.spent(scope), spent, `${scope} has not spent what its members have`);
  }
}
