/**
 * What the ledger must do and answer, said a second time and differently: one plain function over the model's world,
 * which is what was given, and what has become of each job. No number is counted up or down; every balance is a sum.
 */
import { isOver, type State as JobState } from '../../src/core/domain/job.ts';
import { dayOf, periodOf } from '../../src/core/domain/period.ts';
import type { Created, Terms } from '../../src/core/store/jobs/created.ts';
import type { Account, Owner } from '../../src/core/store/ledger/account.ts';
import type { UsageRow } from '../../src/core/store/ledger/usage.ts';

export type Policy = Omit<Terms, 'period'> & { startDay: number };

export type Hold = {
  scope: string;
  person: string;
  price: number;
  granted: number;
  period: string;
  day: string;
  scopePeriod: string;
};
export type ModelJob = Hold & {
  id: string;
  state: JobState;
  hold: 'reserved' | 'settled' | 'released';
  charged?: number;
  stored: boolean;
  inFlight: boolean;
};
/** Plain data, so that it can be copied to try another order of events. */
export type ModelState = {
  now: number;
  policies: Record<string, Policy>;
  /**
   * `limit` as it was when the account was last brought to the present, and `quota`, what the period then gave: no less
   * than what was already used, and nothing where there is no limit.
   */
  accounts: Record<string, { period: string; day: string; limit: number | null; quota: number }>;
  scopes: Record<string, { period: string; warned: boolean; stopped: boolean }>;
  jobs: ModelJob[];
  requests: Record<string, { id: string; print: string }>;
  gifts: Record<string, Owner & { what: 'grant' | 'revoke'; amount: number }>;
  notices: string[];
  usage: (UsageRow & { scope: string })[];
};

export const newState = (now: number, policies: Record<string, Policy>): ModelState => ({
  now,
  policies,
  accounts: {},
  scopes: {},
  jobs: [],
  requests: {},
  gifts: {},
  notices: [],
  usage: [],
});

export const nameOf = ({ scope, requester }: Owner): string => `${scope} ${requester}`;
export const policyOf = (state: ModelState, scope: string): Policy => {
  const policy = state.policies[scope];
  if (!policy) throw new Error(`no policy for ${scope}`);
  return policy;
};

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const jobsOf = (state: ModelState, { scope, requester }: Owner) =>
  state.jobs.filter((job) => job.scope === scope && job.person === requester);
/** What a job has taken: its price while that is held, then what was charged. */
const kept = (job: ModelJob) => (job.hold === 'reserved' ? job.price : (job.charged ?? 0));
/** The allowance is spent first and given back last. */
const keptOfAllowance = (job: ModelJob) => Math.min(kept(job), job.price - job.granted);

export const spentIn = (state: ModelState, scope: string): number =>
  sum(
    state.jobs
      .filter((job) => job.scope === scope && job.scopePeriod === state.scopes[scope]?.period)
      .map(kept),
  );

/** An account as it stands, with the day its `today` is about; undefined when nobody has looked at it yet. */
function accountOf(state: ModelState, owner: Owner): (Account & { day: string }) | undefined {
  const book = state.accounts[nameOf(owner)];
  if (!book) return undefined;
  const jobs = jobsOf(state, owner);
  const gifts = Object.values(state.gifts).filter((it) => nameOf(it) === nameOf(owner));
  const used = sum(jobs.filter(({ period }) => period === book.period).map(keptOfAllowance));
  return {
    allowance: book.quota - used,
    granted:
      sum(gifts.map(({ what, amount }) => (what === 'grant' ? amount : -amount))) -
      sum(jobs.map((job) => kept(job) - keptOfAllowance(job))),
    reserved: sum(jobs.filter(({ hold }) => hold === 'reserved').map(({ price }) => price)),
    used,
    today: sum(jobs.filter(({ day }) => day === book.day).map(kept)),
    period: book.period,
    day: book.day,
    limit: book.limit,
  };
}

/** Everything that can be seen of some accounts and jobs, and of the scopes they are in; what is not there is null. */
export type Seen = {
  accounts: Record<string, (Account & { day: string }) | null>;
  scopes: Record<string, { period: string; spent: number; warned: boolean; stopped: boolean } | null>;
  /** Jobs not yet paid for and done, by person and by scope. */
  inFlight: Record<string, number>;
  usage: Record<string, UsageRow[]>;
  holds: Record<string, Hold>;
  jobs: Record<string, { state: JobState; hold: ModelJob['hold']; charged: number | null } | null>;
  notices: string[];
};
export type View = { owners: readonly Owner[]; jobs: readonly string[] };

export function seenIn(state: ModelState, { owners, jobs }: View): Seen {
  const scopes = [...new Set(owners.map(({ scope }) => scope))];
  const flying = (all: readonly ModelJob[]) => all.filter(({ inFlight }) => inFlight).length;
  const here = (scope: string) => state.jobs.filter((job) => job.scope === scope);
  const by = <Value>(names: readonly string[], value: (name: string) => Value) =>
    Object.fromEntries(names.map((name) => [name, value(name)]));
  return {
    accounts: Object.fromEntries(owners.map((owner) => [nameOf(owner), accountOf(state, owner) ?? null])),
    scopes: by(scopes, (scope) => {
      const book = state.scopes[scope];
      return book ? { ...book, spent: spentIn(state, scope) } : null;
    }),
    inFlight: {
      ...by(scopes, (scope) => flying(here(scope))),
      ...Object.fromEntries(owners.map((owner) => [nameOf(owner), flying(jobsOf(state, owner))])),
    },
    usage: by(scopes, (scope) => usageOf(state, scope, dayOf(state.now))),
    holds: Object.fromEntries(
      state.jobs
        .filter(({ hold }) => hold === 'reserved')
        .map(({ id, scope, person, price, granted, period, day, scopePeriod }) => [
          id,
          { scope, person, price, granted, period, day, scopePeriod },
        ]),
    ),
    jobs: by(jobs, (id) => {
      const job = state.jobs.find((each) => each.id === id && each.stored);
      return job ? { state: job.state, hold: job.hold, charged: job.charged ?? null } : null;
    }),
    notices: state.notices.toSorted(),
  };
}

const usageOf = (state: ModelState, of: string, day: string): UsageRow[] =>
  state.usage
    .filter((row) => row.scope === of && row.day === day)
    .map(({ scope: _, ...row }) => row)
    .sort((one, other) => (one.person < other.person ? -1 : 1));

export type Reserve = Owner & { kind: 'reserve'; id: string; key: string; price: number; settings: number };
export type Give = Owner & {
  kind: 'give';
  what: 'grant' | 'revoke';
  amount: number;
  key: string;
  keepLimit: boolean;
};
export type Change = Owner & {
  kind: 'change';
  id: string;
  from: readonly JobState[];
  to: JobState;
  credits?: 'settle' | 'release';
  /** What the provider reported, in thousandths of a credit. */
  cost?: number;
};
export type Command =
  | Reserve
  /** Whether it could be made now; nothing is. */
  | (Omit<Reserve, 'kind' | 'id'> & { kind: 'ask' })
  | Give
  | Change
  /** `keepLimit`: whoever looks does not know the person's groups. */
  | (Owner & { kind: 'read'; keepLimit: boolean })
  | (Owner & { kind: 'void'; id: string; price: number })
  /** The record is gone, as after a loss in Redis; its hold is not. */
  | (Owner & { kind: 'lose'; id: string });
export type Reply =
  | Created
  | { kind: 'free' }
  | Account
  | 'made'
  | 'known'
  | 'changed'
  | { short: number }
  | boolean
  | 'refused';

/**
 * Brings an account and its scope to the present and answers both; nothing ever goes back in time.
 * @param keepLimit the allowance that the account last had goes before the policy's.
 */
function bring(state: ModelState, owner: Owner, keepLimit = false) {
  const { monthly, startDay } = policyOf(state, owner.scope);
  const later = (one: string, other = '') => (one > other ? one : other);
  const period = periodOf(state.now, startDay);
  const name = nameOf(owner);
  const last = state.accounts[name];
  const limit = keepLimit && last ? last.limit : monthly;
  const book = {
    period: later(period, last?.period),
    day: later(dayOf(state.now), last?.day),
    limit,
    quota: 0,
  };
  state.accounts[name] = book;
  const { used } = accountOf(state, owner) ?? never();
  book.quota = limit === null ? 0 : Math.max(limit, used);

  const before = state.scopes[owner.scope];
  const scope = before && period <= before.period ? before : { period, warned: false, stopped: false };
  state.scopes[owner.scope] = scope;
  return { account: accountOf(state, owner) ?? never(), scope };
}

const never = (): never => {
  throw new Error('the model has lost something');
};

const printOf = ({ scope, requester, settings }: Pick<Reserve, 'scope' | 'requester' | 'settings'>) =>
  JSON.stringify([scope, requester, settings]);

function earlier(state: ModelState, it: Omit<Reserve, 'kind' | 'id'>): Created | undefined {
  const known = state.requests[it.key];
  return known && { kind: known.print === printOf(it) ? 'known' : 'changed', id: known.id };
}

/** What `reserve` says of it as the world is now, without doing it. */
function ask(state: ModelState, it: Omit<Reserve, 'kind' | 'id'>): Created | { kind: 'free' } {
  return earlier(state, it) ?? refused(state, it) ?? { kind: 'free' };
}

function refused(state: ModelState, it: Omit<Reserve, 'kind' | 'id'>): Created | undefined {
  const { price, scope } = it;
  const policy = policyOf(state, scope);
  const full = (jobs: readonly ModelJob[], most: number | null) =>
    most !== null && jobs.filter(({ inFlight }) => inFlight).length >= most;
  if (full(jobsOf(state, it), policy.jobsPerPerson)) return { kind: 'too-many-jobs' };
  const together = state.jobs.filter((job) => job.scope === scope);
  if (full(together, policy.jobsAtOnce)) return { kind: 'scope-busy' };

  const { allowance, granted, reserved, today, limit } = bring(state, it).account;
  if (limit !== null && allowance + granted < price)
    return { kind: 'credits-short', available: allowance + granted, reserved };
  if (policy.perDay !== null && today + price > policy.perDay) return { kind: 'daily-cap', spent: today };
  const before = spentIn(state, scope);
  const { budget } = policy;
  if (budget !== null && before + price > budget) {
    tell(state, scope, 'stopped', before);
    return { kind: 'scope-budget', spent: before };
  }
  return undefined;
}

/** The scope's admins are told of each once a period. */
function tell(state: ModelState, scope: string, kind: 'warned' | 'stopped', spent: number): void {
  const place = state.scopes[scope] ?? never();
  const text = JSON.stringify([scope, kind, spent, policyOf(state, scope).budget]);
  if (!place[kind] && !state.notices.includes(text)) state.notices.push(text);
  place[kind] = true;
}

function reserve(state: ModelState, it: Reserve): Created {
  const { id, key, price, scope, requester: person } = it;
  const known = earlier(state, it);
  if (known) return known;
  if (state.jobs.some((job) => job.id === id && job.stored)) return { kind: 'taken' };
  const refusal = refused(state, it);
  if (refusal) return refusal;
  const { account, scope: place } = bring(state, it);
  const { allowance, limit } = account;
  const after = spentIn(state, scope) + price;
  const { budget } = policyOf(state, scope);
  if (budget !== null && after >= budget * 0.8) tell(state, scope, 'warned', after);

  const ahead = state.jobs.filter(
    (job) => job.inFlight && job.scope === scope && job.person === person,
  ).length;
  state.requests[key] = { id, print: printOf(it) };
  state.jobs.push({
    id,
    scope,
    person,
    price,
    granted: limit === null ? 0 : Math.max(0, price - allowance),
    period: account.period,
    day: account.day,
    scopePeriod: place.period,
    state: 'accepted',
    hold: 'reserved',
    stored: true,
    inFlight: true,
  });
  return { kind: 'made', id, ahead };
}

function give(state: ModelState, it: Give): Reply {
  const { account } = bring(state, it, it.keepLimit);
  const { scope, requester, what, amount } = it;
  const known = state.gifts[it.key];
  if (known) {
    const same = nameOf(known) === nameOf(it) && known.what === what && known.amount === amount;
    return same ? 'known' : 'changed';
  }
  if (what === 'revoke' && amount > account.granted) return { short: account.granted };
  state.gifts[it.key] = { scope, requester, what, amount };
  return 'made';
}

function change(state: ModelState, it: Change): Reply {
  const job = state.jobs.find(({ id, stored }) => id === it.id && stored);
  if (!job || !it.from.includes(job.state)) return false;
  if (it.credits) {
    const ending = it.credits === 'settle' ? 'settled' : 'released';
    if (job.hold === 'reserved') {
      job.hold = ending;
      job.charged = ending === 'settled' ? Math.min(it.cost ?? job.price, job.price) : 0;
      use(state, it, { jobs: ending === 'settled' ? 1 : 0, charged: job.charged, cost: it.cost ?? 0 });
    } else if (job.hold !== ending) return 'refused';
  }
  job.state = it.to;
  job.inFlight &&= ['queued', 'submitting', 'polling'].includes(it.to);
  return true;
}

function use(
  state: ModelState,
  { scope, requester }: Owner,
  more: Pick<UsageRow, 'jobs' | 'charged' | 'cost'>,
) {
  if (more.jobs + more.cost === 0) return;
  const day = dayOf(state.now);
  const row = state.usage.find(
    (each) => each.day === day && each.scope === scope && each.person === requester,
  );
  if (!row) state.usage.push({ scope, day, person: requester, model: 'esrgan', ...more });
  else
    Object.assign(row, {
      jobs: row.jobs + more.jobs,
      charged: row.charged + more.charged,
      cost: row.cost + more.cost,
    });
}

/** Does it, and answers what the ledger must answer. */
export function apply(state: ModelState, command: Command): Reply {
  const job = 'id' in command ? state.jobs.find(({ id }) => id === command.id) : undefined;
  switch (command.kind) {
    case 'reserve':
      return reserve(state, command);
    case 'ask':
      return ask(state, command);
    case 'give':
      return give(state, command);
    case 'change':
      return change(state, command);
    case 'read': {
      const { day: _, ...account } = bring(state, command, command.keepLimit).account;
      return account;
    }
    case 'lose':
      if (job) job.stored = false;
      return true;
    case 'void': {
      if (job?.stored && !isOver(job.state)) return false;
      if (job) job.inFlight = false;
      if (job?.hold !== 'reserved') return false;
      job.hold = 'released';
      job.charged = 0;
      return true;
    }
  }
}
