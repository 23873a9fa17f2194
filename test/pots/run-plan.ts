/** Gives the same commands to the real purchases and to the model, and compares what both answer and come to. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { PotsFixture } from './fixture.ts';
import {
  apply,
  type Command,
  chipIn,
  escrowOf,
  grantedOf,
  type Model,
  newModel,
  people,
  pledgedIn,
  start,
  usedOf,
} from './model.ts';

const names = Object.keys(people);
type Wish = {
  kind: Command['kind'];
  chip: number;
  person: number;
  amount: number;
  /** As much as is missing. */
  rest: boolean;
  /** The key of the press before, as of one that is delivered again. */
  again: boolean;
};
type Step = { clock: number } | { wishes: Wish[] };
export type Plan = { prices: number[]; steps: Step[] };

const hour = 3_600_000;
const kinds: Command['kind'][] = ['create', 'made', 'stop', 'expire', 'share', 'settle', 'release'];
const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.oneof(
    { weight: 9, arbitrary: fc.constant('pledge' as const) },
    { weight: 2, arbitrary: fc.constant('withdraw' as const) },
    { weight: 4, arbitrary: fc.constantFrom('create' as const, 'made' as const) },
    { weight: 5, arbitrary: fc.constantFrom(...kinds) },
  ),
  chip: fc.nat({ max: 1 }),
  person: fc.nat({ max: 2 }),
  amount: fc.integer({ min: 1, max: 12 }),
  rest: fc.boolean(),
  again: fc.nat({ max: 9 }).map((of) => of === 9),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ wishes: fc.array(wish, { minLength: 1, maxLength: 1 }) }) },
  { weight: 4, arbitrary: fc.record({ wishes: fc.array(wish, { minLength: 2, maxLength: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ clock: fc.constantFrom(hour, 11 * hour, 13 * hour, 20 * 24 * hour) }) },
);
export const plan: fc.Arbitrary<Plan> = fc.record({
  prices: fc.array(fc.integer({ min: 4, max: 25 }), { minLength: 2, maxLength: 2 }),
  steps: fc.array(step, { minLength: 10, maxLength: 40 }),
});

/** They did what they must not; the message tells all that happened. */
export class Difference extends Error {
  override name = 'Difference';
}

type Done = { command: Command; reply: unknown };
type Seen = Awaited<ReturnType<typeof look>>;

async function look(fixture: PotsFixture, chips: readonly string[]) {
  const accounts: Record<string, { granted: number; used: number }> = {};
  for (const name of names) {
    const { granted, used } = await fixture.balance(name);
    accounts[name] = { granted, used };
  }
  const all: Record<string, object> = {};
  for (const name of chips) {
    const found = await fixture.read(name);
    all[name] = {
      state: found?.state,
      pledged: found?.pledged,
      escrow: (await fixture.escrow(name)).granted,
    };
  }
  const held = await fixture.holds();
  return { accounts, chips: all, held: held.map(({ id, price }) => `${id} ${price}`).sort() };
}

/** What the model says can be seen. Accounts that nobody has looked at are as they were given. */
const seenIn = (model: Model): Seen => ({
  accounts: Object.fromEntries(
    names.map((name) => [name, { granted: grantedOf(model, name), used: usedOf(model, name) }]),
  ),
  chips: Object.fromEntries(
    Object.entries(model.chips).map(([name, { state }]) => [
      name,
      { state, pledged: pledgedIn(model, name), escrow: escrowOf(model, name) },
    ]),
  ),
  held: Object.entries(model.chips)
    .flatMap(([name, { hold, price }]) => (hold === 'reserved' ? [`job-${name} ${price}`] : []))
    .sort(),
});

/** An order in which the model answers the same and comes to the same. */
function explain(model: Model, done: readonly Done[], seen: Seen): Model | undefined {
  if (done.length === 0) return isDeepStrictEqual(seenIn(model), seen) ? model : undefined;
  for (const [index, { command, reply }] of done.entries()) {
    const tried = structuredClone(model);
    if (!isDeepStrictEqual(apply(tried, command), reply)) continue;
    const found = explain(tried, done.toSpliced(index, 1), seen);
    if (found) return found;
  }
  return undefined;
}

/** @returns how many commands were done. @throws Difference */
export async function runPlan(fixture: PotsFixture, { prices, steps }: Plan): Promise<number> {
  let model = newModel(prices);
  const told: string[] = [`prices ${prices.join(', ')}`];
  let count = 0;

  async function perform(commands: readonly Command[]): Promise<void> {
    const replies = await Promise.all(commands.map((it, index) => fixture.perform(it, model.now, index)));
    count += commands.length;
    const done = commands.map((command, index) => ({ command, reply: replies[index] }));
    told.push(done.map((it) => `${JSON.stringify(it.command)} → ${JSON.stringify(it.reply)}`).join('\n  & '));
    const seen = await look(fixture, Object.keys(model.chips));
    const found = explain(model, done, seen);
    if (!found) {
      const tried = structuredClone(model);
      const expected = commands.map((command) => apply(tried, command));
      deepStrictEqual({ replies, seen }, { replies: expected, seen: seenIn(tried) });
      throw new Difference(`${told.join('\n')}\nno order explains it`);
    }
    model = found;
    await audit();
  }

  /** What must hold whatever the model says: the sum stays, but for what was charged, and nobody pays more than they pledged. */
  async function audit(): Promise<void> {
    const chips = Object.keys(model.chips);
    const people = await Promise.all(names.map((name) => fixture.balance(name)));
    const escrows = await Promise.all(chips.map((name) => fixture.escrow(name)));
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    for (const [index, { allowance, granted, entries }] of [...people, ...escrows].entries()) {
      deepStrictEqual(allowance, sum(entries.map((it) => it.allowance)), `${index}: allowance`);
      deepStrictEqual(granted, sum(entries.map((it) => it.granted)), `${index}: granted`);
      ok(granted >= 0, `${index} has less than nothing`);
    }
    const all = [...people, ...escrows].flatMap(({ entries }) => entries);
    const [from, charged] = [
      all.filter(({ kind }) => ['grant', 'refill', 'expire'].includes(kind)),
      sum(all.map((it) => it.charged ?? 0)),
    ];
    const held = sum((await fixture.holds()).map(({ price }) => price));
    const now = sum([...people, ...escrows].map((it) => it.allowance + it.granted)) + held;
    deepStrictEqual(now, sum(from.map((it) => it.allowance + it.granted)) - charged, 'the sum has changed');
    for (const { entries } of people) {
      const moved = (kind: string) =>
        sum(entries.filter((it) => it.kind === kind).map((it) => it.allowance + it.granted));
      ok(moved('back') <= -moved('pledge'), 'somebody got back more than they gave');
    }
    for (const [index, { entries }] of escrows.entries()) {
      const reserved = entries.filter(({ kind }) => kind === 'reserve');
      ok(reserved.length < 2, 'two jobs were begun');
      const name = chips[index] ?? '';
      for (const it of reserved) deepStrictEqual(-it.granted, chipIn(model, name).price, 'under-funded');
    }
  }

  function commandOf({ kind, chip, person: who, amount, rest, again }: Wish, index: number): Command {
    const name = `chip${chip}`;
    const person = names[who] ?? '';
    const key = `${again ? Math.max(0, count - 1) : count}.${again ? 0 : index}`;
    const missing = chipIn(model, name).price - pledgedIn(model, name);
    if (kind === 'pledge')
      return { kind, chip: name, person, amount: rest ? Math.max(1, missing) : amount, key };
    if (kind === 'withdraw') return { kind, chip: name, person, key };
    if (kind === 'settle') return { kind, chip: name, cost: amount };
    return { kind, chip: name };
  }

  try {
    for (const it of steps) {
      if ('clock' in it) {
        model.now += it.clock;
        told.push(`it is ${new Date(model.now).toISOString()}`);
      } else await perform(it.wishes.map(commandOf));
    }
    // Whatever is under way can be ended, and then nothing is in any escrow.
    model.now = Math.max(model.now, start + 2 * 24 * hour);
    for (const chip of Object.keys(model.chips))
      for (const kind of ['release', 'made', 'share', 'expire'] as const) await perform([{ kind, chip }]);
    for (const chip of Object.keys(model.chips)) {
      deepStrictEqual((await fixture.escrow(chip)).granted, 0, `${chip} has kept something`);
      deepStrictEqual((await fixture.read(chip))?.state, 'over');
    }
    return count;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AssertionError')) throw error;
    throw new Difference(`${told.join('\n')}\n${error.message}`, { cause: error });
  }
}
