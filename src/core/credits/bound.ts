/** What a run of so much work costs at most, in thousandths of a credit, where the owner has set no price. */
import type { Model } from '../../models/model.ts';
import { timesUsual } from '../../models/work.ts';
import { quantile } from '../learned/fit.ts';
import { enough, type Learned } from '../learned/learned.ts';

/** So many runs that had cost the estimate stand beside the first ones that are seen. */
const believed = 3;
/** Of the few that are seen, what is above this is taken for an outlier. */
const mostOf = 0.9;

/**
 * Until enough has been seen it is the published average: of more work than it is taken to be of, in proportion more, and of
 * less never less. As runs come in it is raised to where they ended; once there are enough, they alone count.
 */
export function boundOf(
  model: Pick<Model, 'price' | 'usualWork'>,
  work: number,
  learned: Pick<Learned, 'atMost' | 'costs'> | undefined,
): { price: number; by: 'runs' | 'average' } {
  const measured = learned?.atMost(work);
  if (measured !== undefined) return { price: even(measured), by: 'runs' };
  const estimate = (of: number) => model.price * timesUsual(model, of);
  const few = learned?.costs.slice(0, enough) ?? [];
  const times = few.map((it) => it.cost / estimate(it.work));
  const all = [...times, ...Array.from({ length: believed }, () => 1)].sort((one, other) => one - other);
  return { price: Math.ceil(estimate(work) * Math.max(1, quantile(all, mostOf))), by: 'average' };
}

/** Up to the next one that is easily said, so that it does not differ by a hair each time: 1, 1.05, 1.1 … 9.95. */
function even(price: number): number {
  const step = Math.max(1, 10 ** Math.floor(Math.log10(Math.max(1, price))) / 20);
  return Math.max(1, Math.ceil(Math.ceil(price / step - 1e-9) * step));
}
