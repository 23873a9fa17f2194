/**
 * Jobs that were allowed when they were asked for and must not be paid for any more: their person has them given up or is
 * blocked by now, or their model was switched off where they were asked for. A limit or a budget that is lowered is not
 * among it: the price of these jobs was agreed to and reserved under the one that held then, and the new one holds for
 * the next.
 */
import { findModel } from '../../../models/index.ts';
import { type CreditsService, createCreditsService } from '../../credits/service.ts';
import { Failure } from '../../domain/failure.ts';
import { beforeProvider, type Job } from '../../domain/job.ts';
import { isAllowed, policyFrom } from '../../domain/policy.ts';
import { cancelledUnpaid } from '../cancel.ts';
import type { Context } from '../context.ts';
import { policyOf } from '../request/judge.ts';
import { end, wakeNext } from '../transitions.ts';

type Withdrawal = { to: 'cancelled' | 'failed'; failure: Failure };

/** Why the job must not be paid for, as things are now; undefined when it may. @param job read just now */
export async function whyWithdrawn(
  { ledger, clock }: Pick<Context, 'ledger' | 'clock'>,
  job: Job,
): Promise<Withdrawal | undefined> {
  if (job.cancelRequested) return { to: 'cancelled', failure: cancelledUnpaid() };
  const policy = policyFrom(await ledger.policy(job.scope));
  const block = policy.blocks.get(job.requester);
  if (block && block.until > clock()) return { to: 'failed', failure: new Failure('withdrawn') };
  if (isAllowed(policy, job.model, { channel: job.channel, above: job.above })) return undefined;
  const title = findModel(job.model)?.title ?? job.model;
  return { to: 'failed', failure: new Failure('switched-off', { title }) };
}

/** Ends the job if it must not be paid for and the provider has not heard of it; says whether it did. */
export async function endWithdrawn(context: Context, job: Job): Promise<boolean> {
  const found = await whyWithdrawn(context, job);
  return (
    found !== undefined &&
    end(context, job, found.to, { failure: found.failure, from: beforeProvider, token: '' })
  );
}

/** The credits service, whose blocks and rules reach the jobs that wait, too. */
export function creditsOf(context: Context): CreditsService {
  const { ledger, clock } = context;
  const credits = createCreditsService({ ledger, clock, policyOf: (...at) => policyOf(context, ...at) });
  const { setRule, block } = credits;
  return {
    ...credits,
    async setRule(admin, it, rule) {
      const policy = await setRule(admin, it, rule);
      await endAllWithdrawn(context, admin.scope);
      return policy;
    },
    async block(admin, who, length, reason) {
      const policy = await block(admin, who, length, reason);
      await endAllWithdrawn(context, admin.scope);
      return policy;
    },
  };
}

/**
 * The same for all that wait in a scope: people do not wait, nor are their credits reserved, for what will not be. Whoever
 * dies in it leaves the rest to the next look at them.
 */
async function endAllWithdrawn(context: Context, scope: string): Promise<void> {
  const { store, log } = context;
  try {
    for (const id of await store.inFlight(scope)) {
      const job = await store.read(id);
      if (job && beforeProvider.some((state) => state === job.state)) await endWithdrawn(context, job);
    }
    // Some may have left the line.
    await wakeNext(context);
  } catch (error) {
    log.warn({ scope, err: error }, 'jobs that are not allowed any more end when their turn comes');
  }
}
