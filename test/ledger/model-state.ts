/**
 * The state as the ledger's model remembers it: what was given, and what has become of each job. No number is counted
 * up or down; every balance is a sum over that.
 */

import type { State as JobState } from '../../src/core/domain/job.ts';
import { dayOf } from '../../src/core/domain/period.ts';
import type { Account, Owner } from '../../src/core/store/ledger/account.ts';
import type { UsageRow } from '../../src/core/store/ledger/usage.ts';
import type { Terms } from '../../src/core/store/new-jobs.ts';

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
export const jobsOf = (state: ModelState, { scope, requester }: Owner) =>
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
export function accountOf(state: ModelState, owner: Owner): (Account & { day: string }) | undefined {
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
