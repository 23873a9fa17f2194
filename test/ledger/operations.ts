/** What may happen to a ledger, as fast-check makes it up: picks and wishes, which the world as it then is makes precise. */
import fc from 'fast-check';
import type { State } from '../../src/core/domain/job.ts';
import type { Policy } from './model-state.ts';

/** An amount by itself, or what is just left of something, or one more than that. */
export type Wish = number | { left: 'balance' | 'granted' | 'day' | 'budget'; more: 0 | 1 };
/** A job by its place among those that there are: whose price is held, whose is not, or all. */
export type Pick = { job: number; among: Among };
type Among = 'open' | 'closed' | 'all';
export type Person = { scope: number; person: number };

export type Single =
  | (Person & { kind: 'reserve'; price: Wish; settings: number; takenId: boolean })
  | (Pick & { kind: 'close'; credits: 'settle' | 'release'; cost: Cost; late: boolean })
  /** One step on its way; `unpaid`: it ends, and what becomes of its price is forgotten. */
  | (Pick & { kind: 'advance' | 'unpaid' | 'lose' | 'void' })
  | (Person & { kind: 'give'; what: 'grant' | 'revoke'; amount: Wish; keepLimit: boolean })
  | (Person & { kind: 'read'; keepLimit: boolean })
  /** An earlier operation once more; `other`: with its key and another content. */
  | { kind: 'again'; earlier: number; other: 'nothing' | 'content' | 'person' };
export type Cost = 'none' | 'zero' | 'below' | 'equal' | 'above';
export type Operation =
  | Single
  /** Each from a connection of its own; `twice`: the first two, and both once more. */
  | { kind: 'at once'; all: Single[]; twice: boolean }
  | { kind: 'policy'; scope: number; set: Partial<Policy> }
  | { kind: 'clock'; by: number };
export type Plan = { policies: Policy[]; operations: (Operation | null)[] };

/** A job's way when all goes well. */
export const next: Partial<Record<State, State>> = {
  accepted: 'queued',
  queued: 'submitting',
  submitting: 'polling',
  fetched: 'delivering',
  delivering: 'done',
};

const hour = 3_600_000;
const day = 24 * hour;
export const start = Date.UTC(2026, 10, 20, 12);
export const people = { scopes: ['north', 'south'], persons: ['ada', 'bo', 'cy'] };

// Small numbers, so that limits are met exactly and by one.
const small = fc.nat({ max: 9 });
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 2 });
const more = fc.constantFrom<0 | 1>(0, 1);
// The largest is the most that may be set: see credits/amount.ts.
const credits = fc.oneof(fc.nat({ max: 30 }), fc.constantFrom(10, 20, 1_000_000_000));
const policy: fc.Arbitrary<Policy> = fc.record({
  monthly: fc.option(credits, { freq: 5 }),
  perDay: sometimes(fc.integer({ min: 3, max: 25 })),
  budget: sometimes(fc.integer({ min: 5, max: 40 })),
  jobsPerPerson: sometimes(fc.integer({ min: 1, max: 4 })),
  jobsAtOnce: sometimes(fc.integer({ min: 1, max: 7 })),
  startDay: fc.constantFrom(1, 1, 15, 28),
});

const person = { scope: fc.nat({ max: 1 }), person: fc.nat({ max: 2 }) };
const job = fc.nat({ max: 40 });
const open = { job, among: fc.constantFrom<Among>('open', 'open', 'all') };
const wish = (...left: ('balance' | 'granted' | 'day' | 'budget')[]): fc.Arbitrary<Wish> =>
  fc.oneof(
    { weight: 6, arbitrary: small },
    { weight: 4, arbitrary: fc.record({ left: fc.constantFrom(...left), more }) },
    { weight: 1, arbitrary: fc.constant(100_000_000) },
  );

const reserve = fc.record({
  kind: fc.constant('reserve' as const),
  ...person,
  price: wish('balance', 'balance', 'day', 'budget'),
  settings: fc.nat({ max: 1 }),
  takenId: fc.nat({ max: 12 }).map((of) => of === 12),
});
const close = fc.record({
  kind: fc.constant('close' as const),
  job,
  among: fc.constantFrom<Among>('open', 'open', 'all', 'closed'),
  credits: fc.constantFrom('settle' as const, 'settle' as const, 'release' as const),
  cost: fc.constantFrom<Cost>('none', 'zero', 'below', 'below', 'equal', 'above'),
  late: fc.constantFrom(false, false, true),
});
const step = <Kind extends 'advance' | 'unpaid' | 'lose' | 'void'>(kind: Kind) =>
  fc.record({ kind: fc.constant(kind), ...open });
const give = fc.record({
  kind: fc.constant('give' as const),
  ...person,
  what: fc.constantFrom('grant' as const, 'grant' as const, 'revoke' as const),
  amount: wish('granted'),
  keepLimit: fc.boolean(),
});
const read = fc.record({ kind: fc.constant('read' as const), ...person, keepLimit: fc.boolean() });
const again = fc.record({
  kind: fc.constant('again' as const),
  earlier: job,
  other: fc.constantFrom('nothing' as const, 'nothing' as const, 'content' as const, 'person' as const),
});
const single: fc.Arbitrary<Single> = fc.oneof(
  { weight: 14, arbitrary: reserve },
  { weight: 9, arbitrary: close },
  { weight: 6, arbitrary: again },
  { weight: 4, arbitrary: give },
  { weight: 3, arbitrary: step('advance') },
  { weight: 3, arbitrary: step('void') },
  { weight: 2, arbitrary: read },
  { weight: 2, arbitrary: step('unpaid') },
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 36, arbitrary: single },
  { weight: 1, arbitrary: step('lose') },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('at once' as const),
      all: fc.array(single, { minLength: 2, maxLength: 4 }),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('policy' as const),
      scope: person.scope,
      set: fc.tuple(policy, fc.nat({ max: 5 })).map(([all, line]) => oneOf(all, line)),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      by: fc.constantFrom(hour, 9 * hour, day, 3 * day, 31 * day, -2 * hour, -day, -31 * day),
    }),
  },
);

/** One line of it. */
const oneOf = (all: Policy, line: number): Partial<Policy> =>
  Object.fromEntries(Object.entries(all).slice(line, line + 1));

/** 50 operations; a failing plan shrinks by leaving some out (null), and by smaller numbers. */
export const plan: fc.Arbitrary<Plan> = fc.record({
  policies: fc.tuple(policy, policy),
  operations: fc.array(fc.option(operation, { freq: 1000 }), { minLength: 50, maxLength: 50 }),
});
