/** What a channel offers costs, as it is said before anybody presses: of what is usual. */
import { priceOfSteps } from '../../core/credits/prices.ts';
import type { Person } from '../../core/domain/command.ts';
import { isAllowed, limitsFor } from '../../core/domain/policy.ts';
import type { Chat } from '../chat.ts';
import { type Running, stepsIn } from './what.ts';

/** Of so many together, in thousandths of a credit; `asks`: most people are asked first. Undefined where it may not be run there. */
export async function costIn(
  { requests, prices }: Pick<Chat, 'requests' | 'prices'>,
  person: Person,
  running: Running,
  count: number,
): Promise<{ price: number; asks: boolean } | undefined> {
  const policy = await requests.credits.policy(person);
  const steps = stepsIn(running);
  const each = priceOfSteps(steps, prices);
  if (each === undefined || !steps.every(({ model }) => isAllowed(policy, model, person))) return undefined;
  const price = each * count;
  const { confirm_above } = limitsFor(policy, []);
  return { price, asks: confirm_above !== null && price > confirm_above };
}
