/** What is offered with a job: what takes all of its source, what its result can be handed to, or what mends its failure. */
import { findModel } from '../../models/index.ts';
import type { Variant } from '../domain/asked/quote.ts';
import type { Job } from '../domain/job.ts';
import { isAllowed, limitsFor, type Policy } from '../domain/policy.ts';
import { sourceRecordOf } from '../view/losses.ts';
import type { FollowUp, Repair } from '../view/view.ts';
import { followUpsOf, hasFollowUps } from './follow-ups.ts';
import { type Prices, runForMoving } from './prices.ts';
import { canBeRepaired, repairOfJob } from './repairs.ts';

type Offers = {
  next?: FollowUp[];
  repair?: Repair | undefined;
  whenMoving?: Repair | undefined;
};

/** @param job as it is on record, in whatever form it is shown: nothing that is offered holds words of people. */
export async function offersOf(job: Job, prices: Prices, policyOf: () => Promise<Policy>): Promise<Offers> {
  const isOffered = hasFollowUps(job) || canBeRepaired(job) || movingRunOf(job, prices) !== undefined;
  return isOffered ? offersIn(job, prices, await policyOf()) : {};
}

/** @param policy of the place: others than the requester may press, so what is set for everybody counts. */
export function offersIn(job: Job, prices: Prices, policy: Policy): Offers {
  const run = movingRunOf(job, prices);
  return {
    ...(run && { whenMoving: offeredBy(run, job, policy) }),
    ...(hasFollowUps(job) && { next: followUpsOf(job, prices, policy) }),
    ...(canBeRepaired(job) && { repair: repairOfJob(job, { prices, policy }) }),
  };
}

function movingRunOf(job: Job, prices: Prices): Variant | undefined {
  const model = findModel(job.model);
  const source = sourceRecordOf(job);
  return model && source && runForMoving(model, source, prices);
}

function offeredBy({ model, price }: Variant, { channel, above }: Job, policy: Policy): Repair | undefined {
  const { confirm_above } = limitsFor(policy, []);
  if (!isAllowed(policy, model, { channel, above })) return undefined;
  return { by: 'instead', model, price, asks: confirm_above !== null && price > confirm_above };
}
