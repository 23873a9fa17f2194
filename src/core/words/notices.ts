/** What is said without being asked: to the admins of a scope, and to a person whose request came to nothing. */
import { day } from './amounts.ts';
import { some } from './names.ts';

type Spent = { spent: number; budget: number };
/** By its name, and when it begins anew. */
type CostLimit = { limit: string; until: string };

export const notices = {
  warned: (it: Spent, refill: number) =>
    `${some(it.spent)} of the ${some(it.budget)} of this month are spent or reserved. When all are, everything stops until the new month on ${day(refill)}; admins can raise the limit called budget before.`,
  stopped: (it: Spent, refill: number) =>
    `The budget of ${some(it.budget)} is used up (${some(it.spent)} spent or reserved), so a request was refused. There are ${some(it.budget)} new on ${day(refill)}; admins can raise it now with the limit called budget.`,

  costWarned: (it: Spent, { limit, until }: CostLimit) =>
    `The provider has taken, or may take for jobs on their way, ${some(it.spent)} of the ${some(it.budget)} that ${limit} allows. When nothing is left, jobs that it does not cover are refused; it begins anew ${until}.`,
  costStopped: (it: Spent, { limit, until }: CostLimit) =>
    `A job was refused, since the provider could have taken more than the ${some(it.budget)} that ${limit} allows (${some(it.spent)} taken or reserved). That begins anew ${until}${limit === 'COST_PER_MONTH' ? '; whoever runs this bot can raise it before' : '; admins can raise it before'}.`,
  low: () =>
    'Little is left on the account that this bot has with the provider. When it is used up, jobs are refused; whoever runs this bot can top it up.',
  tomorrow: 'tomorrow at 0:00 UTC',
  onDay: (at: number) => `on ${day(at)}`,

  interrupted: 'Your request was interrupted before it was begun, and nothing was charged. Please ask again.',
} as const;
