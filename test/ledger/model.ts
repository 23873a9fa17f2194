/** What the ledger must do and answer, said a second time and differently: one plain function over the model's world. */

import { isOver, type State as JobState } from '../../src/core/domain/job.ts';
import { dayOf, periodOf } from '../../src/core/domain/period.ts';
import type { Account, Owner } from '../../src/core/store/ledger/account.ts';
import type { UsageRow } from '../../src/core/store/ledger/usage.ts';
import type { Created } from '../../src/core/store/new-jobs.ts';
import {
  accountOf,
  jobsOf,
  type ModelJob,
  type ModelState,
  nameOf,
  policyOf,
  spentIn,
} from './model-state.ts';

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
  | Give
  | Change
  /** `keepLimit`: whoever looks does not know the person's groups. */
  | (Owner & { kind: 'read'; keepLimit: boolean })
  | (Owner & { kind: 'void'; id: string; price: number })
  /** The record is gone, as after a loss in Redis; its hold is not. */
  | (Owner & { kind: 'lose'; id: string });
export type Reply =
  | Created
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

function reserve(state: ModelState, it: Reserve): Created {
  const { id, key, price, scope, requester: person } = it;
  const print = JSON.stringify([scope, person, it.settings]);
  const known = state.requests[key];
  if (known) return { kind: known.print === print ? 'known' : 'changed', id: known.id };
  if (state.jobs.some((job) => job.id === id && job.stored)) return { kind: 'taken' };

  const policy = policyOf(state, scope);
  const full = (jobs: readonly ModelJob[], most: number | null) =>
    most !== null && jobs.filter(({ inFlight }) => inFlight).length >= most;
  if (full(jobsOf(state, it), policy.jobsPerPerson)) return { kind: 'too-many-jobs' };
  const together = state.jobs.filter((job) => job.scope === scope);
  if (full(together, policy.jobsAtOnce)) return { kind: 'scope-busy' };

  const { account, scope: place } = bring(state, it);
  const { allowance, granted, reserved, today, limit } = account;
  if (limit !== null && allowance + granted < price)
    return { kind: 'credits-short', available: allowance + granted, reserved };
  if (policy.perDay !== null && today + price > policy.perDay) return { kind: 'daily-cap', spent: today };
  const before = spentIn(state, scope);
  const { budget } = policy;
  const tell = (kind: 'warned' | 'stopped', spent: number) => {
    const text = JSON.stringify([scope, kind, spent, budget]);
    if (!place[kind] && !state.notices.includes(text)) state.notices.push(text);
    place[kind] = true;
  };
  if (budget !== null && before + price > budget) {
    tell('stopped', before);
    return { kind: 'scope-budget', spent: before };
  }
  if (budget !== null && before + price >= budget * 0.8) tell('warned', before + price);

  state.requests[key] = { id, print };
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
  return { kind: 'made', id };
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
