/** What is said without being asked: to the admins of a scope, and to a person whose request came to nothing. */
import { day } from './amounts.ts';
import { some } from './names.ts';

type Spent = { spent: number; budget: number };

export const notices = {
  warned: (it: Spent, refill: number) =>
    `${some(it.spent)} of the ${some(it.budget)} of this month are spent or reserved. When all are, everything stops until the new month on ${day(refill)}; admins can raise the limit called budget before.`,
  stopped: (it: Spent, refill: number) =>
    `The budget of ${some(it.budget)} is used up (${some(it.spent)} spent or reserved), so a request was refused. There are ${some(it.budget)} new on ${day(refill)}; admins can raise it now with the limit called budget.`,

  interrupted: 'Your request was interrupted before it was begun, and nothing was charged. Please ask again.',
} as const;
