/** The sum of a recipe against what its person has and wants to be asked about. */
import type { Settings } from '../../../models/model.ts';
import type { Command } from '../../domain/command.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Context } from '../context.ts';
import { boundSumOf } from '../real-money/terms.ts';
import type { Judged } from '../request/judge.ts';
import { overCap, refusalOf } from '../request/refusals.ts';

type Asker = Pick<Command, 'platform' | 'scope' | 'requester' | 'payer' | 'daily'> & { key?: string };

export const sumOf = (steps: readonly Pick<Judged, 'price'>[]): number =>
  steps.reduce((sum, { price }) => sum + price, 0);

/** What makes two requests the same is all that they ask for. */
export const askedIn = (steps: readonly Pick<Judged, 'model' | 'asked'>[]): Settings => ({
  steps: JSON.stringify(steps.map(({ model, asked }) => [model.name, asked])),
});

/** Why its sum may not be asked for now. */
export async function whyNot(
  context: Context,
  asker: Asker,
  steps: readonly Judged[],
): Promise<Failure | undefined> {
  const [first] = steps;
  if (!first) return undefined;
  const price = sumOf(steps);
  const { limits } = first;
  const bound = boundSumOf(steps);
  const model = steps.at(-1)?.model.name ?? '';
  return (
    overCap(price, limits) ??
    refusalOf(context, asker, { model, settings: askedIn(steps), price, bound, limits })
  );
}

/** The price is to be agreed to first. @param told what was said that it costs at most */
export function isHigh(steps: readonly Judged[], told = Number.POSITIVE_INFINITY): boolean {
  const above = steps[0]?.limits.confirm_above ?? null;
  const sum = sumOf(steps);
  return (above !== null && sum > above) || sum > told;
}
