/**
 * Gives the same operations to the real ledger and to its model, and compares what both answer and what both then hold;
 * and what must always hold of the real one, worked out from what it holds alone.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { type State, states } from '../../src/core/domain/job.ts';
import type { Owner } from '../../src/core/store/ledger/account.ts';
import { connections, type LedgerFixture } from './fixture.ts';
import {
  apply,
  type Command,
  type ModelJob,
  type ModelState,
  nameOf,
  newState,
  policyOf,
  type Reply,
  type Seen,
  seenIn,
  type View,
} from './model.ts';
import { commandOf, type Operation, type Plan, people, start } from './operations.ts';

/** The ledger did what it must not; the message tells all that happened, the last of it wrong. */
export class Difference extends Error {
  override name = 'Difference';
}

type Done = { command: Command; reply: Reply };

/**
 * An order in which the model answers the same and comes to the same; undefined when there is none. What was done at
 * once may have happened in any order, but in one.
 */
function explain(
  state: ModelState,
  done: readonly Done[],
  arrived: (state: ModelState) => boolean,
): ModelState | undefined {
  if (done.length === 0) return arrived(state) ? state : undefined;
  for (const [index, { command, reply }] of done.entries()) {
    const tried = structuredClone(state);
    const expected = apply(tried, command);
    // To read is two steps, between which others may come.
    const same = isDeepStrictEqual(expected, reply) || (command.kind === 'read' && done.length > 1);
    const found = same ? explain(tried, done.toSpliced(index, 1), arrived) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** What one order would have led to, beside what was seen: for people. */
function compare(state: ModelState, done: readonly Done[], view: View, seen: Seen): void {
  const tried = structuredClone(state);
  const replies = done.map(({ command }) => apply(tried, command));
  deepStrictEqual({ replies: done.map(({ reply }) => reply), seen }, { replies, seen: seenIn(tried, view) });
}

const everybody = people.scopes.flatMap((scope) => people.persons.map((requester) => ({ scope, requester })));

/**
 * @returns how many operations reached the ledger.
 * @throws Difference
 */
export async function runPlan(fixture: LedgerFixture, { policies, operations }: Plan): Promise<number> {
  let state = newState(
    start,
    Object.fromEntries(policies.map((policy, index) => [people.scopes[index] ?? '', policy])),
  );
  const history: Command[] = [];
  const told: string[] = [];

  async function perform(commands: readonly Command[]): Promise<void> {
    const view = {
      owners: commands.map(({ scope, requester }) => ({ scope, requester })),
      jobs: commands.flatMap((command) => ('id' in command ? [command.id] : [])),
    };
    const replies = await Promise.all(
      commands.map((command, index) => fixture.perform(command, state, history.length + index)),
    );
    const done = commands.flatMap((command, index) => {
      const reply = replies[index];
      return reply === undefined ? [] : [{ command, reply }];
    });
    history.push(...commands);
    told.push(done.map(({ command, reply }) => `${text(command)} → ${text(reply)}`).join('\n   & '));
    const seen = await fixture.see(view);
    const found = explain(state, done, (tried) => isDeepStrictEqual(seenIn(tried, view), seen));
    if (found) state = found;
    else {
      compare(state, done, view, seen);
      // The order in which they stand here is the right one, and `explain` overlooked it.
      throw new Error('the test cannot explain what it expects');
    }
    checkSeen(seen, replies, commands, state);
  }

  function commandsOf(operation: Operation): Command[] {
    const some =
      operation.kind === 'at once'
        ? operation.all
        : operation.kind === 'policy' || operation.kind === 'clock'
          ? []
          : [operation];
    const commands: Command[] = [];
    for (const it of some) {
      const command = commandOf(state, it, [...history, ...commands]);
      if (command) commands.push(command);
    }
    if (operation.kind !== 'at once' || !operation.twice) return commands;
    const first = commands.slice(0, connections / 2);
    return [...first, ...first];
  }

  try {
    for (const operation of operations) {
      if (operation === null) continue;
      if (operation.kind === 'clock') {
        state.now += operation.by;
        told.push(`it is ${new Date(state.now).toISOString()}`);
      } else if (operation.kind === 'policy') {
        const scope = people.scopes[operation.scope] ?? '';
        state.policies[scope] = { ...policyOf(state, scope), ...operation.set };
        told.push(`${scope}: ${text(operation.set)}`);
      } else {
        const commands = commandsOf(operation);
        if (commands.length > 0) await perform(commands);
      }
    }
    const made = history.length;
    await auditLedger(fixture, everybody, state.jobs);
    await closeAll();
    return made;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AssertionError')) throw error;
    const terms = policies.map((policy, index) => `${people.scopes[index]}: ${text(policy)}`);
    throw new Difference(`${[...terms, ...told].join('\n')}\n${error.message}`, { cause: error });
  }

  /** Whatever was held can be closed, and then nothing is held. */
  async function closeAll(): Promise<void> {
    for (const job of state.jobs) {
      if (job.hold !== 'reserved') continue;
      const about = { id: job.id, scope: job.scope, requester: job.person };
      const credits = job.price % 2 === 0 ? 'settle' : 'release';
      const to = credits === 'settle' ? 'fetched' : 'failed';
      await perform([
        job.stored
          ? { kind: 'change', ...about, from: states, to, credits }
          : { kind: 'void', ...about, price: job.price },
      ]);
    }
    await auditLedger(fixture, everybody, state.jobs);
    deepStrictEqual(await fixture.ledger.holds(), []);
  }
}

const text = (value: unknown) =>
  JSON.stringify(value, (_key, inner) => (inner === states ? 'any state' : inner));

/** Until here a job's price is held; what has ended before and was never paid is still held until it is voided. */
const unpaid = new Set<State>(['accepted', 'queued', 'submitting', 'polling']);

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** After each operation: nothing is below zero, what is reserved is what is held, and no cap was passed. */
function checkSeen(
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
