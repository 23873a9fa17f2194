/** What a result can be handed to, and for how much. */
import { models } from '../../models/index.ts';
import { priceOf } from '../credits/prices.ts';
import { hasResult, type Job } from '../domain/job.ts';
import { limitsFor } from '../domain/policy.ts';
import type { FollowUp } from '../view/view.ts';
import { policyOf } from './accept.ts';
import type { Context } from './context.ts';

/** None while there is no result, and none when it was taken away. Others than the requester may press: the place's limits count. */
export async function followUpsOf(context: Context, job: Job): Promise<FollowUp[]> {
  const { state, result, removed, scope, platform } = job;
  if (!result || removed || !(hasResult(state) || state === 'done')) return [];
  const medium = result.seconds === undefined ? 'image' : 'video';
  const { confirm_above } = limitsFor(await policyOf(context, scope, platform), []);
  return models
    .filter(({ takes }) => takes === medium)
    .flatMap((model) =>
      (model.offers ?? [undefined]).flatMap((value): FollowUp[] => {
        const set = value === undefined || model.main === undefined ? {} : { [model.main]: value };
        const prepared = model.prepare(set);
        if (!prepared.ok) return [];
        const price = priceOf(model, prepared.settings, context.prices);
        const asks = confirm_above !== null && price > confirm_above;
        return [{ model: model.name, price, asks, ...(value === undefined ? {} : { value }) }];
      }),
    );
}
