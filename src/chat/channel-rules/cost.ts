/** What a channel's rule costs for a message. */
import { priceOf } from '../../core/credits/prices.ts';
import type { Person } from '../../core/domain/command.ts';
import { isAllowed, limitsFor } from '../../core/domain/policy.ts';
import { findModel } from '../../models/index.ts';
import type { Chat } from '../chat.ts';
import type { Running } from './what.ts';

/** Of so many together, in thousandths of a credit; `asks`: most people are asked first. Undefined where it may not be run there. */
export async function costIn(
  { requests, prices }: Pick<Chat, 'requests' | 'prices'>,
  person: Person,
  { model, settings, next = [] }: Running,
  count: number,
): Promise<{ price: number; asks: boolean } | undefined> {
  const policy = await requests.credits.policy(person);
  const prepared = model.prepare(settings);
  if (!prepared.ok || !isAllowed(policy, model.name, person)) return undefined;
  let price = priceOf(model, prepared.settings, prices) * count;
  for (const step of next) {
    const its = findModel(step.model);
    const ready = its?.prepare(step.settings);
    if (!its || !ready?.ok || !isAllowed(policy, its.name, person)) return undefined;
    price += priceOf(its, ready.settings, prices) * count;
  }
  const { confirm_above } = limitsFor(policy, []);
  return { price, asks: confirm_above !== null && price > confirm_above };
}
