/** What was wrong with what a person asked for. */
import { bytes, list, quoted } from '../amounts.ts';
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
  'too-often': entry(
    (it: { what: 'forms' | 'prices' | 'links' | 'codes' | 'consents' | 'posts' | 'reactions' }) =>
      `You have asked for more ${it.what} in a minute than one person may.`,
    'Wait a minute, then ask again.',
  ),
  'not-comparable': entry(
    () => 'The result could not be set beside its source.',
    'The result itself is as it was. Try it again in a while, or look at both files.',
  ),
  'moving-too-large': entry(
    (it: { type: 'gif' | 'webp'; limit: number }) =>
      `This video could not be made a ${it.type === 'gif' ? 'GIF' : 'WebP'} within the ${bytes(it.limit)} allowed here, however small and slow.`,
    'Use the video, or ask for a shorter one.',
  ),
} as const;
