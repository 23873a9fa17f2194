/** From a command to what it is, by its words and then by its source: what is wrong with it, its settings, what it costs. */
import { findModel, models } from '../../../models/index.ts';
import type { Model, Settings } from '../../../models/model.ts';
import { cheaper } from '../../credits/cheaper.ts';
import { leastOf, type Pricing, pricingOf } from '../../credits/prices.ts';
import type { Variant } from '../../domain/asked/quote.ts';
import type { Command } from '../../domain/command.ts';
import { Failure } from '../../domain/failure.ts';
import type { Limits } from '../../domain/limits.ts';
import type { MediaRecord } from '../../domain/media-record.ts';
import { isAllowed, limitsFor, type Policy, policyFrom } from '../../domain/policy.ts';
import { type PotRules, potAccount } from '../../domain/pots/pot.ts';
import { checkOutcome, givenOf, settingsFor } from '../../media/compare/fit-request.ts';
import { problem } from '../../words/fields.ts';
import { quoteWords } from '../../words/quote.ts';
import { type Context, runName } from '../context.ts';
import { ownBound } from '../real-money/terms.ts';

/** `potMost`: what the pot pays for one job, where it pays. */
export type Bounds = Limits & { potMost?: number };

export type Judged = {
  model: Model;
  settings: Settings;
  /** Those of them that the person set; and all of them as long as nothing is known of the source. */
  given: Settings;
  asked: Settings;
  /** Thousandths of a credit; of what is usual, as long as nothing is known of the source. */
  price: number;
  /** What the provider takes at most, where that is not the price. */
  bound?: number;
  /** It costs no less, whatever its source turns out to be. */
  atLeast: number;
  /** Nobody has measured it yet, and its owner has set none; `measured`: it comes from runs. */
  estimate: boolean;
  measured: boolean;
  /** Who says it. */
  by: Pricing['by'];
  limits: Bounds;
  /** Ways to run it for less, as far as they may be run there. */
  cheaper: Variant[];
  mayRun: (model: string) => boolean;
};

export async function policyOf(context: Context, scope: string, platform: string): Promise<Policy> {
  const limits = context.platforms.get(platform)?.limits;
  return policyFrom(
    await context.ledger.policy(scope),
    typeof limits === 'function' ? limits(scope) : limits,
  );
}

/** Everything that can be said without the ledger and without the file. @param approved so many have agreed that the pot pays. @throws Failure */
export async function judge(
  context: Context,
  command: Omit<Command, 'source' | 'key' | 'address'>,
  approved = false,
): Promise<Judged> {
  const { clock } = context;
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

  await learnedNow(context, model);
  const own = { ...limitsFor(policy, command.groups ?? []), ...command.limits };
  const limits = command.payer === undefined ? own : boundsOf(own, command.payer, policy.pot, approved);
  const mayRun = (name: string) => isAllowed(policy, name, command);
  const given = givenOf(command.settings, prepared.settings);
  const { settings: asked } = prepared;
  const its = priced(context, { model, settings: asked, mayRun });
  return { given, asked, limits, mayRun, ...its };
}

/** An account that is nobody's has what was put into it, and nobody is asked; the pot has its rules. @throws Failure */
function boundsOf(limits: Limits, payer: string, pot: PotRules, approved: boolean): Bounds {
  const bounds = { ...limits, monthly: 0, per_day: null, confirm_above: null };
  if (payer !== potAccount) return bounds;
  if (pot.most === 0) throw new Failure('pot-off');
  if (pot.approvals > 0 && !approved) throw new Failure('pot-asks', { approvals: pot.approvals });
  return { ...bounds, potMost: pot.most };
}

/** Prices are of what is known by now. */
async function learnedNow(context: Context, { name, instead, whenMoving }: Model): Promise<void> {
  if (!context.prices.learned) return;
  const names = [name, instead, whenMoving].filter((it) => it !== undefined);
  await Promise.all(names.map((it) => context.store.learned(runName(context, it))));
}

function priced(
  { prices }: Pick<Context, 'prices'>,
  { model, settings, mayRun }: Pick<Judged, 'model' | 'settings' | 'mayRun'>,
  source?: MediaRecord,
): Pick<
  Judged,
  'model' | 'settings' | 'price' | 'bound' | 'atLeast' | 'estimate' | 'measured' | 'by' | 'cheaper'
> {
  const others = cheaper(model, settings, prices, source).filter((it) => mayRun(it.model));
  const { price, by } = pricingOf(model, settings, prices, source);
  const atLeast = source ? price : leastOf(model, settings, prices);
  const bound = ownBound({ prices }, { model, settings }, source);
  const how = { by, estimate: by === 'average', measured: by === 'runs' };
  return { model, settings, price, ...bound, atLeast, ...how, cheaper: others };
}

/** The same once it is known what the source holds. @throws Failure where no good could come of it */
export function withSource(context: Context, judged: Judged, source: MediaRecord): Judged {
  const { model, given, mayRun } = judged;
  const settings = settingsFor(model, given, source);
  checkOutcome(model, settings, source, context.effort);
  return { ...judged, ...priced(context, { model, settings, mayRun }, source) };
}

/** What a price of these says of itself. */
export const estimateLines = (all: readonly Pick<Judged, 'estimate'>[]): string[] => {
  if (!all.some(({ estimate }) => estimate)) return [];
  return [all.every(({ estimate }) => estimate) ? quoteWords.estimate : quoteWords.someEstimate];
};

/** Whether its person wants to see the price first. */
export const asks = ({ price, limits }: Judged): boolean =>
  limits.confirm_above !== null && price > limits.confirm_above;
