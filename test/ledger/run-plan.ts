/** Gives the same operations to the real ledger and to its model, and compares what both answer and what both then hold. */
import { deepStrictEqual } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { states } from '../../src/core/domain/job.ts';
import { auditLedger, checkSeen } from './audit.ts';
import { commandOf } from './commands.ts';
import { connections, type LedgerFixture } from './fixture.ts';
import { apply, type Command, type Reply } from './model.ts';
import { type ModelState, newState, policyOf, type Seen, seenIn, type View } from './model-state.ts';
import { type Operation, type Plan, people, start } from './operations.ts';

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
