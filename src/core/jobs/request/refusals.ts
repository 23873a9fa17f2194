/** What credits, limits and jobs on the way do not allow: asked before anything is fetched, by the script that reserves. */
import type { Settings } from '../../../models/model.ts';
import { mostInBatch } from '../../domain/asked/batch.ts';
import type { Command, DailyBound } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Limits } from '../../domain/limits.ts';
import { periodEnd, periodOf } from '../../domain/period.ts';
import type { Created, Refused, Terms } from '../../store/jobs/created.ts';
import type { Context } from '../context.ts';
import { accountFailure, costFailure, realTerms } from '../real-money/terms.ts';
import type { Bounds } from './judge.ts';

/** Whoever asks; without a key it is nothing that was delivered before. */
export type Asker = Pick<
  Command,
  'platform' | 'scope' | 'requester' | 'further' | 'payer' | 'together' | 'daily'
> & { key?: string };

/** The name of a request among those of all platforms. No request has an empty key. */
export const keyOf = ({ platform, key = '' }: Pick<Asker, 'platform' | 'key'>): string =>
  `${platform}:${key}`;

/** What the ledger needs to know of a person's limits. `bound`: what the provider takes for it at most. */
type Limited = {
  limits: Limits;
  further?: true | undefined;
  daily?: DailyBound | undefined;
  bound: number;
  now: number;
};
export async function termsOf(
  context: Context,
  { limits, further, daily, bound, now }: Limited,
): Promise<Terms> {
  const { jobs_per_person: atOnce } = limits;
  const real = await realTerms(context, limits, { bound, now });
  return {
    period: periodOf(now, limits.period_day),
    monthly: limits.monthly,
    perDay: limits.per_day,
    budget: limits.budget,
    // What was asked for together waits in line instead of being refused.
    jobsPerPerson: atOnce !== null && further ? atOnce + mostInBatch : atOnce,
    jobsAtOnce: limits.jobs_at_once,
    daily,
    ...(real && { real }),
  };
}

export function overCap(
  price: number,
  { per_job: cap, potMost: most }: Pick<Bounds, 'per_job' | 'potMost'>,
): Failure | undefined {
  if (most !== undefined && price > most) return new Failure('pot-most', { price, most });
  return cap !== null && price > cap ? new Failure('job-cap', { price, cap }) : undefined;
}

/** Why a run at this price may not be asked for now; undefined when it may. Nothing is reserved. */
export async function refusalOf(
  context: Context,
  asker: Asker,
  run: { model: string; settings: Settings; price: number; bound?: number; limits: Bounds },
): Promise<Failure | undefined> {
  const { model, settings, price, limits, bound = price } = run;
  const tooDear = overCap(price, limits);
  if (tooDear) return tooDear;
  const { platform, scope, requester, payer, further, daily } = asker;
  const now = context.clock();
  const terms = await termsOf(context, { limits, further, daily, bound, now });
  const wanted = { platform, scope, requester, model, settings, price, bound };
  const answer = await context.store.wouldCreate({ ...wanted, payer }, { key: keyOf(asker), terms });
  if (answer.kind === 'free' || answer.kind === 'known') return undefined;
  if (isTold(answer)) await notifySoon(context);
  return refusalFrom(answer, { price, bound, limits, now, payer, terms });
}

/** Admins hear of it. */
export const isTold = ({ kind }: Pick<Created, 'kind'>): boolean =>
  kind === 'scope-budget' || kind === 'cost-limit';

/** They hear that little is left of something, too. */
export const areWatched = ({ budget, real }: Terms): boolean =>
  budget !== null || (real !== undefined && real.limits.length > 0);

/** Those that a lower price may be without. */
export const isAboutPrice = ({ code }: Failure): boolean =>
  ['credits-short', 'job-cap', 'daily-cap', 'scope-budget'].includes(code) || isOwners({ code });

/** It is the owner's money that there is not enough of. */
export const isOwners = ({ code }: Pick<Failure, 'code'>): boolean =>
  ['cost-day', 'cost-month', 'cost-all', 'account-short', 'provider-credits', 'provider-key'].includes(code);

/** Several could pay it together. */
export const isForOthers = ({ code }: Failure, { together }: Pick<Asker, 'together'>): boolean =>
  together === true && (code === 'credits-short' || code === 'daily-cap');

/** A notice to the admins waits beside the ledger; whoever does the housekeeping hands it over. */
export async function notifySoon({ ledger, queues }: Pick<Context, 'ledger' | 'queues'>): Promise<void> {
  if ((await ledger.notices()).length > 0) await queues.wakeMaintain();
}

export function refusalFrom(
  created: Refused | Extract<Created, { kind: 'changed' }>,
  it: {
    price: number;
    bound?: number;
    limits: Limits;
    now: number;
    payer: string | undefined;
    terms?: Terms;
  },
): Failure {
  const { price, limits, now, payer, terms, bound = price } = it;
  const refill = periodEnd(periodOf(now, limits.period_day));
  switch (created.kind) {
    case 'credits-short': {
      const { available, reserved } = created;
      if (payer !== undefined) return new Failure('pot-short', { price, available });
      return new Failure('credits-short', {
        price,
        available,
        reserved,
        ...(limits.monthly === 0 ? {} : { refill }),
      });
    }
    case 'daily-cap':
      return new Failure('daily-cap', { price, spent: created.spent, cap: limits.per_day ?? 0 });
    case 'scope-budget':
      return new Failure('scope-budget', { budget: limits.budget ?? 0, refill });
    case 'cost-limit':
      return costFailure(created, { real: terms?.real, bound });
    case 'account-short':
      return accountFailure(terms?.real);
    case 'channel-daily':
      return new Failure('channel-daily', { price, spent: created.spent, most: created.most });
    case 'too-many-jobs':
      return new Failure('too-many-jobs', { limit: limits.jobs_per_person ?? 0 });
    case 'scope-busy':
      return new Failure('scope-busy', { limit: limits.jobs_at_once ?? 0 });
    case 'changed':
      return new Failure('request-changed');
  }
}
