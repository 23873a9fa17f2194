/** The price of several at once, against what their person has and wants to be asked about. */
import type { Command } from '../../domain/command.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Context } from '../context.ts';
import { boundSumOf } from '../real-money/terms.ts';
import type { Judged } from '../request/judge.ts';
import { isAboutPrice, overCap, refusalOf } from '../request/refusals.ts';

/** `payable`: so many of the first can be paid. `why`: the others cannot. `asks`: the price is to be agreed to first. */
export type Weighed = { asks: boolean; payable: number; why: Failure | undefined };

export const sumOf = (prices: readonly number[]): number => prices.reduce((sum, price) => sum + price, 0);

/** @throws Failure where none of them may be asked for now */
export async function weighAll(
  context: Context,
  asker: Pick<Command, 'platform' | 'scope' | 'requester' | 'payer' | 'daily' | 'told'> & { key?: string },
  all: readonly Judged[],
): Promise<Weighed> {
  const [first] = all;
  if (!first) return { asks: false, payable: 0, why: undefined };
  const { limits, model, asked } = first;
  for (const { price } of all) {
    const tooDear = overCap(price, limits);
    if (tooDear) throw tooDear;
  }
  const prices = all.map(({ price }) => price);
  let why: Failure | undefined;
  let payable = all.length;
  for (; payable > 0; payable -= 1) {
    const price = sumOf(prices.slice(0, payable));
    // What caps one job says nothing of their sum.
    const { potMost: _, ...bounds } = limits;
    const bound = boundSumOf(all.slice(0, payable));
    const run = { model: model.name, settings: asked, price, bound, limits: { ...bounds, per_job: null } };
    const refused = await refusalOf(context, { ...asker, further: true }, run);
    if (!refused) break;
    // Where others pay, nobody is there to agree to some of them.
    if (!isAboutPrice(refused) || asker.payer !== undefined) throw refused;
    why ??= refused;
  }
  if (payable === 0 && why) throw why;
  const { confirm_above: above } = limits;
  const sum = sumOf(prices.slice(0, payable));
  const isHigh = (above !== null && sum > above) || sum > (asker.told ?? sum);
  return { asks: payable < all.length || isHigh, payable, why };
}
