/**
 * What may happen to a ledger, as fast-check makes it up: picks and wishes; and what each of them means in the world as
 * it then is.
 */
import fc from 'fast-check';
import { type State, states } from '../../src/core/domain/job.ts';
import {
  apply,
  type Command,
  type ModelJob,
  type ModelState,
  type Policy,
  policyOf,
  spentIn,
} from './model.ts';

/** An amount by itself, or what is just left of something, or one more than that. */
type Wish = number | { left: 'balance' | 'granted' | 'day' | 'budget'; more: 0 | 1 };
/** A job by its place among those that there are: whose price is held, whose is not, or all. */
type Pick = { job: number; among: Among };
type Among = 'open' | 'closed' | 'all';
type Person = { scope: number; person: number };

type Single =
  | (Person & { kind: 'reserve'; price: Wish; settings: number; takenId: boolean })
  | (Person & { kind: 'ask'; price: Wish; settings: number })
  | (Pick & { kind: 'close'; credits: 'settle' | 'release'; cost: Cost; late: boolean })
  /** One step on its way; `unpaid`: it ends, and what becomes of its price is forgotten. */
  | (Pick & { kind: 'advance' | 'unpaid' | 'lose' | 'void' })
  | (Person & { kind: 'give'; what: 'grant' | 'revoke'; amount: Wish; keepLimit: boolean })
  | (Person & { kind: 'read'; keepLimit: boolean })
  /** An earlier operation once more; `other`: with its key and another content. */
  | { kind: 'again'; earlier: number; other: 'nothing' | 'content' | 'person' };
type Cost = 'none' | 'zero' | 'below' | 'equal' | 'above';
export type Operation =
  | Single
  /** Each from a connection of its own; `twice`: the first two, and both once more. */
  | { kind: 'at once'; all: Single[]; twice: boolean }
  | { kind: 'policy'; scope: number; set: Partial<Policy> }
  | { kind: 'clock'; by: number };
export type Plan = { policies: Policy[]; operations: (Operation | null)[] };

/** A job's way when all goes well. */
const next: Partial<Record<State, State>> = {
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
const ask = fc.record({
  kind: fc.constant('ask' as const),
  ...person,
  price: wish('balance', 'balance', 'day', 'budget'),
  settings: fc.nat({ max: 1 }),
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
  { weight: 3, arbitrary: ask },
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

const live = ['accepted', 'queued', 'submitting', 'polling'] as const;

const at = <Item>(items: readonly Item[], index: number): Item | undefined => items[index % items.length];

const ownerOf = (it: Person) => ({
  scope: at(people.scopes, it.scope) ?? '',
  requester: at(people.persons, it.person) ?? '',
});

/** How much is wished: what is left of something is seen in a copy of the world that is brought to the present. */
function amountOf(state: ModelState, person: Person, wish: Wish): number {
  if (typeof wish === 'number') return wish;
  const copy = structuredClone(state);
  const owner = ownerOf(person);
  const account = apply(copy, { kind: 'read', ...owner, keepLimit: false });
  if (typeof account !== 'object' || !('allowance' in account)) throw new Error('no account was read');
  const { perDay, budget } = policyOf(state, owner.scope);
  const left = {
    balance: account.limit === null ? 5 : account.allowance + account.granted,
    granted: account.granted,
    day: (perDay ?? 5) - account.today,
    budget: (budget ?? 5) - spentIn(copy, owner.scope),
  }[wish.left];
  return Math.max(0, left + wish.more);
}

function jobOf(state: ModelState, { job, among }: Pick) {
  return at(
    state.jobs.filter(({ hold }) => among === 'all' || (hold === 'reserved') === (among === 'open')),
    job,
  );
}

const costOf = (job: ModelJob, cost: 'zero' | 'below' | 'equal' | 'above') =>
  ({ zero: 0, below: Math.floor(job.price / 2), equal: job.price, above: job.price + 3 })[cost];

/**
 * @param history every command so far; its length makes new names.
 * @returns undefined when there is nothing it could be about.
 */
export function commandOf(state: ModelState, it: Single, history: readonly Command[]): Command | undefined {
  const fresh = `${history.length}`;
  switch (it.kind) {
    case 'reserve': {
      const taken = it.takenId ? state.jobs.findLast(({ stored }) => stored)?.id : undefined;
      const names = { id: taken ?? `job-${fresh}`, key: `request-${fresh}` };
      const price = amountOf(state, it, it.price);
      return { kind: 'reserve', ...ownerOf(it), ...names, price, settings: it.settings };
    }
    case 'ask': {
      // Every other one is a request that was delivered before, where there is one.
      const before = history.filter((each) => each.kind === 'reserve').at(-1);
      const key = it.settings === 0 || !before ? `request-${fresh}` : before.key;
      return {
        kind: 'ask',
        ...ownerOf(it),
        key,
        price: amountOf(state, it, it.price),
        settings: it.settings,
      };
    }
    case 'give': {
      const amount = Math.max(1, amountOf(state, it, it.amount));
      const { what, keepLimit } = it;
      return { kind: 'give', ...ownerOf(it), what, amount, key: `gift-${fresh}`, keepLimit };
    }
    case 'read':
      return { kind: 'read', ...ownerOf(it), keepLimit: it.keepLimit };
    case 'again':
      return repeated(it, history);
  }
  const job = jobOf(state, it);
  if (!job) return undefined;
  const { id, price, scope, person: requester } = job;
  const about = { id, scope, requester };
  switch (it.kind) {
    case 'close': {
      const to = it.credits === 'settle' ? 'fetched' : 'failed';
      const cost = it.cost === 'none' ? {} : { cost: costOf(job, it.cost) };
      return { kind: 'change', ...about, from: it.late ? states : live, to, credits: it.credits, ...cost };
    }
    case 'advance': {
      const to = next[job.state];
      return to && { kind: 'change', ...about, from: [job.state], to };
    }
    case 'unpaid':
      return { kind: 'change', ...about, from: live, to: 'failed' };
    case 'void':
      return { kind: 'void', ...about, price };
    case 'lose':
      return { kind: 'lose', ...about };
  }
}

/** A delivery that comes again brings a job id of its own. */
function repeated(it: Extract<Single, { kind: 'again' }>, history: readonly Command[]) {
  const earlier = at(
    history.filter(({ kind }) => kind !== 'read' && kind !== 'ask' && kind !== 'lose'),
    it.earlier,
  );
  if (earlier?.kind !== 'reserve' && earlier?.kind !== 'give') return earlier;
  const requester =
    it.other === 'person' ? at(people.persons, people.persons.indexOf(earlier.requester) + 1) : undefined;
  const changed = { ...earlier, ...(requester !== undefined && { requester }) };
  if (changed.kind === 'give')
    return it.other === 'content' ? { ...changed, amount: changed.amount + 1 } : changed;
  const settings = it.other === 'content' ? changed.settings + 1 : changed.settings;
  return { ...changed, id: `job-${history.length}`, settings };
}
