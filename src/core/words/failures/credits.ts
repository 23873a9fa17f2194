/** What credits, limits and rules do not allow. */
import { day, momentUtc, quoted } from '../amounts.ts';
import { some } from '../names.ts';
import { entry } from './entry.ts';

export const creditsFailures = {
  'credits-short': entry(
    (it: { price: number; available: number; reserved: number; refill?: number }) =>
      `This costs ${some(it.price)} and you have ${some(it.available)}${it.reserved > 0 ? `, beside ${some(it.reserved)} reserved for your jobs on the way` : ''}. You need ${some(it.price - it.available)} more.`,
    (it) =>
      it.refill === undefined
        ? 'Ask an admin for a grant, or choose a cheaper model.'
        : `Ask an admin for a grant, choose a cheaper model, or wait for your new allowance on ${day(it.refill)}.`,
  ),
  'job-cap': entry(
    (it: { price: number; cap: number }) =>
      `This costs ${some(it.price)}, more than the ${some(it.cap)} that one job may cost here.`,
    'Choose a cheaper model or setting, or ask an admin to allow more.',
  ),
  'daily-cap': entry(
    (it: { price: number; spent: number; cap: number }) =>
      `This costs ${some(it.price)}; you may spend ${some(it.cap)} a day here and have spent ${some(it.spent)} today.`,
    'Ask again tomorrow (days begin at 0:00 UTC).',
  ),
  'scope-budget': entry(
    (it: { budget: number; refill: number }) =>
      `This community has used its budget of ${some(it.budget)} for the month as far as this job would need it.`,
    (it) => `Ask an admin to raise it, or wait for the new month on ${day(it.refill)}.`,
  ),
  'cost-day': entry(
    (it: { most: number; counted: number; bound: number }) =>
      `What the provider takes for jobs here may come to ${some(it.most)} a day. Spent or reserved so far: ${some(it.counted)}. This could take ${some(it.bound)}.`,
    'Choose something cheaper, ask again tomorrow (days begin at 0:00 UTC), or ask an admin to raise cost_per_day.',
  ),
  'cost-month': entry(
    (it: { most: number; counted: number; bound: number; refill: number }) =>
      `What the provider takes for jobs here may come to ${some(it.most)} a month. Spent or reserved so far: ${some(it.counted)}. This could take ${some(it.bound)}.`,
    (it) =>
      `Choose something cheaper, wait for the new month on ${day(it.refill)}, or ask an admin to raise cost_per_month.`,
  ),
  // Of all places together, which is the owner's to know.
  'cost-all': entry(
    (_: { refill: number }) =>
      'The owner of this bot has set what it may spend with the provider in a month, and this could be more than is left of it.',
    (it) => `Choose something cheaper, or wait for the new month on ${day(it.refill)}.`,
  ),
  'account-short': entry(
    () => 'The account of this bot’s owner with the provider does not hold enough for this.',
    'Choose something cheaper, or ask them to top it up.',
  ),
  'too-many-jobs': entry(
    (it: { limit: number }) =>
      `You already have ${it.limit} ${it.limit === 1 ? 'job' : 'jobs'} on the way, as many as one person may have here.`,
    'Wait for one to end, or cancel one.',
  ),
  'scope-busy': entry(
    (it: { limit: number }) =>
      `This community already has ${it.limit} jobs on the way, as many as it may have.`,
    'Ask again when one has ended.',
  ),
  'not-allowed-here': entry(
    (it: { title: string }) => `${it.title} is switched off here.`,
    'Try another channel or model, or ask an admin.',
  ),
  blocked: entry(
    (it: { until: number; reason: string }) =>
      `An admin has blocked you until ${momentUtc(it.until)}${it.reason ? ` (${quoted(it.reason)})` : ''}.`,
    'Ask the admins if that is a mistake.',
  ),
  // Others read it on the card: it does not say what the person did.
  withdrawn: entry(
    () => 'An admin took this job out of the line before it began.',
    'Ask the admins if that is a mistake.',
  ),
  'switched-off': entry(
    (it: { title: string }) => `${it.title} was switched off here while this job waited.`,
    'Choose another model, or ask an admin.',
  ),
  'quote-gone': entry(() => 'This price was for ten minutes and has passed.', 'Ask for it again.'),
  'not-yours': entry(() => 'Only the person who asked can do that.', 'Ask for one of your own.'),
} as const;
