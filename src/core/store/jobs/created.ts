/** What the script that makes jobs answers, and what is on record then. */
import { createHash } from 'node:crypto';
import type { DailyBound } from '../../domain/command.ts';
import { type Job, jobSchema } from '../../domain/job.ts';
import type { CostLimitName } from '../../domain/limits.ts';
import { dayOf } from '../../domain/period.ts';
import type { Keys } from '../keys.ts';

/** What the ledger holds a new job against; amounts in thousandths of a credit, null is without limit. */
export type Terms = {
  /** The first day of the present period, e.g. `2026-11-01`. */
  period: string;
  monthly: number | null;
  perDay: number | null;
  budget: number | null;
  jobsPerPerson: number | null;
  jobsAtOnce: number | null;
  /** Of what is done by itself in a channel. */
  daily?: DailyBound | undefined;
  /** Of the owner's money; left out where the lab takes none. */
  real?: RealTerms;
};

/** `since`: the first day that it is about. */
export type CostLimit = { name: CostLimitName; since: string; most: number };
/** `balance`: what the account at the provider holds, in thousandths of a credit; undefined: not known. `isRefused`: its key is. */
export type RealTerms = { limits: readonly CostLimit[]; balance: number | undefined; isRefused?: true };

export type Created =
  /** `ahead`: so many jobs of the same person are not over. `known`: the same request made this job earlier; `changed`: a request of the same key but other content did. */
  | { kind: 'made'; id: string; ahead: number }
  | { kind: 'known'; id: string }
  | { kind: 'changed'; id: string }
  | { kind: 'taken' }
  | Refused;

/** Why a job may not be made; amounts in thousandths of a credit. */
export type Refused =
  | { kind: 'credits-short'; available: number; reserved: number }
  | { kind: 'daily-cap' | 'scope-budget'; spent: number }
  /** `place`: which of the limits of the owner's money; `counted`: what counts already. */
  | { kind: 'cost-limit'; place: number; counted: number }
  | { kind: 'account-short' }
  | { kind: 'channel-daily'; spent: number; most: number }
  | { kind: 'too-many-jobs' | 'scope-busy' };

/** @throws Error for what the script never answers */
export function createdFrom(kind: string, first = '', second = ''): Created | { kind: 'free' } {
  switch (kind) {
    case 'made':
      return { kind, id: first, ahead: Number(second) };
    case 'known':
    case 'changed':
      return { kind, id: first };
    case 'credits-short':
      return { kind, available: Number(first), reserved: Number(second) };
    case 'daily-cap':
    case 'scope-budget':
      return { kind, spent: Number(first) };
    case 'channel-daily':
      return { kind, spent: Number(first), most: Number(second) };
    case 'cost-limit':
      // Lua counts from one.
      return { kind, place: Number(first) - 1, counted: Number(second) };
    case 'account-short':
    case 'too-many-jobs':
    case 'scope-busy':
    case 'taken':
    case 'free':
      return { kind };
    default:
      throw new Error(`the script answered ${kind}`);
  }
}

export type NewJob = Omit<
  Job,
  | 'version'
  | 'state'
  | 'createdAt'
  | 'changedAt'
  | 'hold'
  | 'charged'
  | 'tries'
  | 'faults'
  | 'refusals'
  | 'cancelRequested'
  | 'notified'
  | 'removed'
>;

/** What is on record of a job that was made just now. */
export const newRecord = (job: NewJob, now: number): Job =>
  jobSchema.parse({
    ...job,
    version: 1,
    state: 'accepted',
    createdAt: now,
    changedAt: now,
    hold: 'reserved',
  });

/**
 * What makes two requests the same. Not the source, nor what follows from it: each delivery of a request brings its own
 * copy of the file, which one of them may have had no time to look at.
 */
export function fingerprint({
  scope,
  requester,
  model,
  settings,
}: Pick<NewJob, 'scope' | 'requester' | 'model' | 'settings'>): string {
  return createHash('sha256')
    .update(JSON.stringify([scope, requester, model, settings]))
    .digest('base64url');
}

/** What is asked about before there is a job. */
export type Wanted = Pick<
  NewJob,
  'platform' | 'scope' | 'requester' | 'payer' | 'model' | 'settings' | 'price' | 'bound'
>;

/** What the provider takes for it at most. */
export const boundIn = ({ real }: Terms, { price, bound = price }: Pick<NewJob, 'price' | 'bound'>) =>
  real && { bound };

/** The limits of the owner's money, with whose costs each is about. */
export const costsIn = ({ real }: Terms) =>
  real?.limits.map((it) => ({ ...it, of: it.name === 'COST_PER_MONTH' ? 'costs' : 'scope' }));

/** The bound of a day, as the script takes it. */
export const dailyIn = (
  keys: Pick<Keys, 'ruleDay'>,
  { platform, scope }: Pick<NewJob, 'platform' | 'scope'>,
  { daily }: Terms,
  now: number,
): { most: number; key: string } | undefined =>
  daily && {
    most: daily.most,
    key: keys.ruleDay({ platform, scope, channel: daily.channel }, dayOf(now)),
  };
