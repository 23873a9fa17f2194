/** What the owner may lose: the limits of what the provider takes, and what is left on the account there. */

import type { Model, Settings } from '../../../models/model.ts';
import { boundOf } from '../../credits/bound.ts';
import { ownPrice, workOf } from '../../credits/prices.ts';
import { Failure } from '../../domain/failure.ts';
import type { Limits } from '../../domain/limits.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { dayOf, periodEnd, periodOf } from '../../domain/period.ts';
import type { CostLimit, RealTerms, Refused } from '../../store/jobs/created.ts';
import type { Context } from '../context.ts';
import { leftFor } from './balance.ts';

type Limited = Pick<Limits, 'cost_per_day' | 'cost_per_month' | 'period_day'>;

/** All that is in force. @param now ms since 1970 */
function costLimits({ costPerMonth }: Pick<Context, 'costPerMonth'>, limits: Limited, now: number) {
  const all = [
    { name: 'cost_per_day', since: dayOf(now), most: limits.cost_per_day },
    { name: 'cost_per_month', since: periodOf(now, limits.period_day), most: limits.cost_per_month },
    { name: 'COST_PER_MONTH', since: periodOf(now, 1), most: costPerMonth },
  ] as const;
  return all.flatMap(({ most, ...it }): CostLimit[] => (most === null ? [] : [{ ...it, most }]));
}

/** Undefined where the lab stands in: what it takes is nobody's. */
export async function realTerms(
  context: Context,
  limits: Limited,
  { bound, now }: { bound: number; now: number },
): Promise<RealTerms | undefined> {
  if (context.lab) return undefined;
  return { limits: costLimits(context, limits, now), ...(await leftFor(context, bound)) };
}

/** Of the account at the provider. */
export function accountFailure(real: RealTerms | undefined): Failure {
  if (real?.isRefused) return new Failure('provider-key');
  return new Failure((real?.balance ?? 0) > 0 ? 'account-short' : 'provider-credits');
}

/** @param it.bound what the provider takes for it at most */
export function costFailure(
  { place, counted }: Extract<Refused, { kind: 'cost-limit' }>,
  { real, bound }: { real: RealTerms | undefined; bound: number },
): Failure {
  const limit = real?.limits[place];
  if (!limit) throw new Error(`there is no limit ${place} of costs`);
  const { name, most, since } = limit;
  const facts = { most, counted, bound };
  if (name === 'cost_per_day') return new Failure('cost-day', facts);
  const refill = periodEnd(since);
  return name === 'cost_per_month'
    ? new Failure('cost-month', { ...facts, refill })
    : new Failure('cost-all', { refill });
}

/** What the provider takes for a run at most, where the owner has set what people pay for it; else that is its price. */
export function ownBound(
  { prices }: Pick<Context, 'prices'>,
  { model, settings }: { model: Model; settings: Settings },
  source?: MediaRecord,
): { bound?: number } {
  if (ownPrice(model, settings, prices) === undefined) return {};
  return { bound: boundOf(model, workOf(model, settings, source), prices.learned?.(model.name)).price };
}

/** What the provider takes for all of them at most. */
export const boundSumOf = (steps: readonly { price: number; bound?: number }[]): number =>
  steps.reduce((sum, { price, bound = price }) => sum + bound, 0);
