/** What a result can be handed to, and for how much. */
import { models } from '../../models/index.ts';
import { hasResult, type Job } from '../domain/job.ts';
import { limitsFor, type Policy } from '../domain/policy.ts';
import type { FollowUp } from '../view/view.ts';
import { type Prices, priceOf } from './prices.ts';

/** While there is a result that nobody has taken away. */
export const hasFollowUps = ({
  state,
  result,
  removed,
}: Pick<Job, 'state' | 'result' | 'removed'>): boolean =>
  result !== undefined && !removed && (hasResult(state) || state === 'done');

/** @param policy of the place: others than the requester may press, so what is set for everybody counts. */
export function followUpsOf({ result }: Pick<Job, 'result'>, prices: Prices, policy: Policy): FollowUp[] {
  const medium = result?.seconds === undefined ? 'image' : 'video';
  const { confirm_above } = limitsFor(policy, []);
  return models
    .filter(({ takes }) => takes === medium)
    .flatMap((model) =>
      (model.offers ?? [undefined]).flatMap((value): FollowUp[] => {
        const set = value === undefined || model.main === undefined ? {} : { [model.main]: value };
        const prepared = model.prepare(set);
        if (!prepared.ok) return [];
        const price = priceOf(model, prepared.settings, prices, result?.record);
        const asks = confirm_above !== null && price > confirm_above;
        return [{ model: model.name, price, asks, ...(value === undefined ? {} : { value }) }];
      }),
    );
}
