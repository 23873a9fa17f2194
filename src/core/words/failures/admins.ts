/** What was wrong with what an admin wanted to do. */
import { list, quoted } from '../amounts.ts';
import { some } from '../names.ts';
import { entry } from './entry.ts';

const amountProblems = {
  negative: 'is below zero',
  comma: 'has a comma, which some read as thousands',
  currency: 'is money, but credits are counted',
  number: 'is not a number',
  fine: 'is finer than a thousandth',
  large: 'is too large',
  zero: 'is nothing',
} as const;
export type AmountProblem = keyof typeof amountProblems;

const limitKinds: Readonly<Record<string, string>> = {
  credits: 'a number of credits, or none',
  count: 'a whole number from 1 to 10000, or none',
  day: 'a day of the month from 1 to 28',
  channel: 'a channel, or none',
  groups: 'groups, or none',
};

export const adminFailures = {
  'not-admin': entry(() => 'Only admins may do this.', 'Ask one of them to do it for you.'),
  'amount-wrong': entry(
    (it: { given: string; why: AmountProblem; most: number }) =>
      `The amount ${quoted(it.given) || 'is missing; it'} ${amountProblems[it.why]}.`,
    (it) => `Use a number of credits such as 12 or 0.5, at most ${it.most} credits.`,
  ),
  'person-missing': entry(() => 'It is not said for whom.', 'Name the person after the command.'),
  'reason-missing': entry(() => 'It is not said why.', 'Add a reason; it is kept with the entry.'),
  'time-wrong': entry(
    (it: { given: string }) => `The text ${quoted(it.given) || 'given'} is no length of time.`,
    'Use 30m, 12h or 7d, at most 365d.',
  ),
  'revoke-too-much': entry(
    (it: { available: number }) =>
      `Only lasting credits can be taken back, and this person has ${some(it.available)} of that kind.`,
    'Take back less, or lower the monthly allowance.',
  ),
  'limit-unknown': entry(
    (it: { given: string; known: string[] }) => `There is no limit called ${quoted(it.given)}.`,
    (it) => `Choose ${list(it.known)}.`,
  ),
  'limit-wrong': entry(
    (it: { name: string; kind: string; given: string; choices?: string[] }) =>
      `The limit ${it.name} cannot be ${quoted(it.given) || 'empty'}.`,
    (it) => `It takes ${limitKinds[it.kind] ?? list(it.choices ?? [])}.`,
  ),
} as const;
