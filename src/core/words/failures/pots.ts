/** What the pot of a scope does not pay for. */
import { some } from '../names.ts';
import { entry } from './entry.ts';

export const potFailures = {
  'pot-off': entry(
    () => 'The pot pays for nothing by itself here.',
    'Ask an admin to set what it may pay: `pot rules most 50`.',
  ),
  'pot-asks': entry(
    (it: { approvals: number }) =>
      `The pot pays here once ${it.approvals} other ${it.approvals === 1 ? 'person has' : 'people have'} agreed to it.`,
    'Ask for the price and press *From the pot*.',
  ),
  'pot-most': entry(
    (it: { price: number; most: number }) =>
      `This costs ${some(it.price)}, more than the ${some(it.most)} that the pot pays for one job.`,
    'Choose a cheaper model or setting, or pay for it yourself.',
  ),
  'pot-short': entry(
    (it: { price: number; available: number }) =>
      `This costs ${some(it.price)} and the pot has ${some(Math.max(0, it.available))}.`,
    'Give it some with `pot give 20`, or pay for it yourself.',
  ),
} as const;
