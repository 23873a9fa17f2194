/** What the admins of a scope are told. */
import { credits, day } from './amounts.ts';

type Spent = { spent: number; budget: number };

export const notices = {
  warned: (it: Spent, refill: number) =>
    `${credits(it.spent)} of this month's ${credits(it.budget)} credits are spent or reserved. At the budget everything stops until it is new on ${day(refill)}.`,
  stopped: (it: Spent, refill: number) =>
    `The budget of ${credits(it.budget)} credits is used up (${credits(it.spent)} spent or reserved), so a request was refused. It begins anew on ${day(refill)}; admins can raise it with the limit called budget.`,
} as const;
