/** What was wrong with what a person asked for. */
import { list, quoted } from '../amounts.ts';
import { entry } from './entry.ts';

export const requestFailures = {
  'unknown-model': entry(
    (it: { given: string; known: string[] }) => `There is no model called ${quoted(it.given)}.`,
    (it) => `Choose ${list(it.known)}.`,
  ),
  'bad-settings': entry((it: { problems: string[] }) => it.problems.join(' '), 'Correct that and ask again.'),
  'request-changed': entry(
    () => 'This request was already made with other settings.',
    'Look at its job, or ask anew.',
  ),
} as const;
