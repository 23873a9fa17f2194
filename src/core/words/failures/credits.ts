/** What credits, limits and rules do not allow. */
import { credits, day, quoted } from '../amounts.ts';
import { entry } from './entry.ts';

export const creditsFailures = {
  'credits-short': entry(
    (it: { price: number; available: number; reserved: number; refill?: number }) =>
      `This costs ${credits(it.price)} credits and you have ${credits(it.available)}${it.reserved > 0 ? `, with ${credits(it.reserved)} more reserved by your running jobs` : ''}. You need ${credits(it.price - it.available)} credits more.`,
    (it) =>
      it.refill === undefined
        ? 'Ask an admin for a grant, or choose a cheaper model.'
        : `Ask an admin for a grant, choose a cheaper model, or wait until ${day(it.refill)}.`,
  ),
  'job-cap': entry(
    (it: { price: number; cap: number }) =>
      `This costs ${credits(it.price)} credits, more than the ${credits(it.cap)} that one job may cost here.`,
    'Choose a cheaper model or setting.',
  ),
  'daily-cap': entry(
    (it: { price: number; spent: number; cap: number }) =>
      `You may spend ${credits(it.cap)} credits a day here and have spent ${credits(it.spent)}; this costs ${credits(it.price)}.`,
    'Ask again tomorrow (days begin at 0:00 UTC).',
  ),
  'scope-budget': entry(
    (it: { budget: number; refill: number }) =>
      `This community has used its budget of ${credits(it.budget)} credits for the month as far as this job would need it.`,
    (it) => `Ask an admin to raise it, or wait until ${day(it.refill)}.`,
  ),
  'too-many-jobs': entry(
    (it: { limit: number }) =>
      `You already have ${it.limit} ${it.limit === 1 ? 'job' : 'jobs'} on the way, as many as one person may have here.`,
    'Wait for one to end, or cancel one.',
  ),
  'scope-busy': entry(
    (it: { limit: number }) =>
      `This community already has ${it.limit} jobs on the way, as many as it may have.`,
    'Ask again in a moment.',
  ),
  'not-allowed-here': entry(
    (it: { title: string }) => `${it.title} is switched off here.`,
    'Try another channel or model, or ask an admin.',
  ),
  blocked: entry(
    (it: { until: number; reason: string }) =>
      `An admin has blocked you until ${day(it.until)}${it.reason ? ` (${quoted(it.reason)})` : ''}.`,
    'Ask the admins if that is a mistake.',
  ),
  'quote-gone': entry(() => 'This price was for ten minutes and has passed.', 'Ask for it again.'),
  'not-yours': entry(() => 'Only the person who asked can do that.', 'Ask for one of your own.'),
} as const;
