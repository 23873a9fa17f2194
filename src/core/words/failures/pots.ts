/** What the pot of a scope does not pay for. */
import { quoted } from '../amounts.ts';
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
  'channel-daily': entry(
    (it: { price: number; spent: number; most: number }) =>
      `This costs ${some(it.price)}. What is done by itself here may cost ${some(it.most)} a day, of which ${some(it.spent)} ${it.spent === 1000 ? 'is' : 'are'} spent or reserved today.`,
    'Ask for it yourself, or wait until tomorrow (days begin at 0:00 UTC).',
  ),
  'purchase-over': entry(
    () => 'That is over, and nothing is paid into it any more.',
    'Ask for the price again.',
  ),
  'price-changed': entry(
    (it: { price: number }) => `It costs ${some(it.price)} by now.`,
    'Ask for the price again.',
  ),
  'paid-otherwise': entry(() => 'It was run and paid for in another way meanwhile.', 'Look at that job.'),
  'approve-own': entry(
    () => 'You asked for it, so others have to agree.',
    'Wait for them, or pay for it yourself.',
  ),
  'approvals-wrong': entry(
    (it: { given: string; most: number }) => `It cannot be that ${quoted(it.given)} people have to agree.`,
    (it) => `Use 0 to ${it.most}, such as \`pot rules most 50 approvals 2\`.`,
  ),
} as const;
