/** From a command to a job: what is wrong with it, what it costs, whether its person may have it, and the reservation. */
import { randomInt } from 'node:crypto';
import { findModel, models } from '../../models/index.ts';
import type { Model, Settings } from '../../models/model.ts';
import { priceOf } from '../credits/prices.ts';
import type { Command } from '../domain/command.ts';
import { Failure } from '../domain/failure.ts';
import type { Job, Source } from '../domain/job.ts';
import type { Limits } from '../domain/limits.ts';
import { periodEnd, periodOf } from '../domain/period.ts';
import { isAllowed, limitsFor, type Policy, policyFrom } from '../domain/policy.ts';
import type { Created, Terms } from '../store/new-jobs.ts';
import { problem } from '../words/fields.ts';
import type { Context } from './context.ts';

/** Without letters and digits that are mistaken for each other; 7 of them make 2 × 10^10 ids. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz';
export const newId = () => Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]).join('');

export type Judged = { model: Model; settings: Settings; price: number; limits: Limits };

export async function policyOf(context: Context, scope: string, platform: string): Promise<Policy> {
  const limits = context.platforms.get(platform)?.limits;
  return policyFrom(
    await context.ledger.policy(scope),
    typeof limits === 'function' ? limits(scope) : limits,
  );
}

/** The limits of a person, and what the ledger needs to know of them. */
function termsOf(limits: Limits, now: number): Terms {
  return {
    period: periodOf(now, limits.period_day),
    monthly: limits.monthly,
    perDay: limits.per_day,
    budget: limits.budget,
    jobsPerPerson: limits.jobs_per_person,
    jobsAtOnce: limits.jobs_at_once,
  };
}

/** Everything that can be said without the ledger and without the file. @throws Failure */
export async function judge(context: Context, command: Omit<Command, 'source'>): Promise<Judged> {
  const { clock, prices } = context;
  const policy = await policyOf(context, command.scope, command.platform);
  const block = policy.blocks.get(command.requester);
  if (block && block.until > clock())
    throw new Failure('blocked', { until: block.until, reason: block.reason });

  const model = findModel(command.model);
  if (!model)
    throw new Failure('unknown-model', { given: command.model, known: models.map(({ name }) => name) });
  if (!isAllowed(policy, model.name, command)) throw new Failure('not-allowed-here', { title: model.title });
  const prepared = model.prepare(command.settings);
  if (!prepared.ok) throw new Failure('bad-settings', { problems: prepared.problems.map(problem) });

  const limits = { ...limitsFor(policy, command.groups ?? []), ...command.limits };
  const price = priceOf(model, prepared.settings, prices);
  if (limits.per_job !== null && price > limits.per_job)
    throw new Failure('job-cap', { price, cap: limits.per_job });
  return { model, settings: prepared.settings, price, limits };
}

/** Whether its person wants to see the price first. */
export const asks = ({ price, limits }: Judged): boolean =>
  limits.confirm_above !== null && price > limits.confirm_above;

/**
 * Makes the job, or finds the one that the same request made before.
 * @throws Failure when it is over a limit, or when the same key asked for something else.
 */
export async function accept(
  context: Context,
  command: Command,
  judged: Judged,
  source: Source,
): Promise<Job> {
  const { store, clock, queues, files } = context;
  const { platform, address, scope, requester, channel, above } = command;
  const { model, settings, price, limits } = judged;
  const who = { platform, address, scope, requester, channel, above };
  const job = { ...who, model: model.name, settings, source, price };
  const ahead = await store.outstanding(scope, requester);
  for (let id = command.id; ; id = undefined) {
    const wanted = { ...job, id: id ?? newId() };
    context.checkpoint('about to reserve');
    const created = await store.create(wanted, {
      key: `${platform}:${command.key}`,
      due: clock() + context.timings.leaseMs,
      terms: termsOf(limits, clock()),
    });
    if (created.kind === 'taken') continue;
    if (created.kind !== 'made' && created.kind !== 'known') {
      if (created.kind === 'scope-budget') await notifySoon(context);
      throw refusal(created, judged, clock());
    }
    // The same request was delivered before: its job has its own copy of the file.
    if (created.kind === 'known' && source.kind === 'stored') {
      const earlier = await store.read(created.id);
      if (earlier?.source.kind !== 'stored' || earlier.source.name !== source.name)
        await files.remove(source.name);
    }
    context.checkpoint('reserved');
    await queues.wakeSubmit(created.id, ahead);
    await queues.wakeSweep(clock() + context.timings.leaseMs);
    if (limits.budget !== null) await notifySoon(context);
    const accepted = await store.read(created.id);
    if (accepted) return accepted;
  }
}

/** A notice to the admins waits beside the ledger; whoever does the housekeeping hands it over. */
async function notifySoon({ ledger, queues }: Context): Promise<void> {
  if ((await ledger.notices()).length > 0) await queues.wakeMaintain();
}

function refusal(
  created: Exclude<Created, { kind: 'made' | 'known' | 'taken' }>,
  { price, limits }: Judged,
  now: number,
) {
  const refill = periodEnd(periodOf(now, limits.period_day));
  switch (created.kind) {
    case 'credits-short': {
      const { available, reserved } = created;
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
    case 'too-many-jobs':
      return new Failure('too-many-jobs', { limit: limits.jobs_per_person ?? 0 });
    case 'scope-busy':
      return new Failure('scope-busy', { limit: limits.jobs_at_once ?? 0 });
    case 'changed':
      return new Failure('request-changed');
  }
}
