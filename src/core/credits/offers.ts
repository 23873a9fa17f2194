/** What is offered with a job that is over: what its result can be handed to, or what mends its failure. */
import type { Job } from '../domain/job.ts';
import type { Policy } from '../domain/policy.ts';
import type { FollowUp, Repair } from '../view/view.ts';
import { followUpsOf, hasFollowUps } from './follow-ups.ts';
import type { Price } from './prices.ts';
import { canBeRepaired, repairOfJob } from './repairs.ts';

/** @param job as it is on record, in whatever form it is shown: nothing that is offered holds words of people. */
export async function offersOf(
  job: Job,
  prices: readonly Price[],
  policyOf: () => Promise<Policy>,
): Promise<{ next?: FollowUp[]; repair?: Repair | undefined }> {
  if (hasFollowUps(job)) return { next: followUpsOf(job, prices, await policyOf()) };
  if (canBeRepaired(job)) return { repair: repairOfJob(job, { prices, policy: await policyOf() }) };
  return {};
}
