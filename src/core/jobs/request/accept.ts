/** From a command to a job: what is wrong with it, what it costs, whether its person may have it, and the reservation. */
import { randomInt } from 'node:crypto';
import { findModel, models } from '../../../models/index.ts';
import type { Model, Settings } from '../../../models/model.ts';
import { cheaper, priceOf } from '../../credits/prices.ts';
import type { Command } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Job, Source } from '../../domain/job.ts';
import type { Limits } from '../../domain/limits.ts';
import { isAllowed, limitsFor, type Policy, policyFrom } from '../../domain/policy.ts';
import type { Variant } from '../../domain/quote.ts';
import { noteFor } from '../../store/server/journal.ts';
import { problem } from '../../words/fields.ts';
import type { Context } from '../context.ts';
import { noted } from '../recovery/noted.ts';
import { keyOf, notifySoon, overCap, refusalFrom, termsOf } from './refusals.ts';

/** Without letters and digits that are mistaken for each other; 7 of them make 2 × 10^10 ids. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz';
export const newId = () => Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]).join('');

export type Judged = {
  model: Model;
  settings: Settings;
  /** Thousandths of a credit. */
  price: number;
  limits: Limits;
  /** Ways to run it for less, as far as they may be run there. */
  cheaper: Variant[];
};

export async function policyOf(context: Context, scope: string, platform: string): Promise<Policy> {
  const limits = context.platforms.get(platform)?.limits;
  return policyFrom(
    await context.ledger.policy(scope),
    typeof limits === 'function' ? limits(scope) : limits,
  );
}

/** Everything that can be said without the ledger and without the file. @throws Failure */
export async function judge(
  context: Context,
  command: Omit<Command, 'source' | 'key' | 'address'>,
): Promise<Judged> {
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
  const { settings } = prepared;
  const price = priceOf(model, settings, prices);
  const others = cheaper(model, settings, prices).filter((it) => isAllowed(policy, it.model, command));
  return { model, settings, price, limits, cheaper: others };
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
  const tooDear = overCap(price, limits);
  if (tooDear) throw tooDear;
  const personAtMost = command.further && limits.jobs_per_person;
  const who = { platform, address, scope, requester, channel, above };
  const job = { ...who, model: model.name, settings, source, price, ...(personAtMost && { personAtMost }) };
  const ahead = await store.outstanding(scope, requester);
  for (let id = command.id; ; id = undefined) {
    const wanted = { ...job, id: id ?? newId() };
    context.checkpoint('about to reserve');
    const created = await store.create(wanted, {
      key: keyOf(command),
      due: clock() + context.timings.leaseMs,
      terms: termsOf(limits, command, clock()),
    });
    if (created.kind === 'taken') continue;
    if (created.kind !== 'made' && created.kind !== 'known') {
      if (created.kind === 'scope-budget') await notifySoon(context);
      throw refusalFrom(created, { price, limits, now: clock() });
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
    if (!accepted) continue;
    if (created.kind === 'made') await noted(context, noteFor('made', accepted));
    return accepted;
  }
}
