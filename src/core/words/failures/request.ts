/** What was wrong with what a person asked for. */
import { bytes, list, quoted } from '../amounts.ts';
import { entry } from './entry.ts';

const kind = { image: 'picture', video: 'video' } as const;

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
    (it: { what: 'forms' | 'prices' | 'links' | 'codes' | 'consents' | 'posts' | 'reactions' | 'pledges' }) =>
      `You have asked for more ${it.what} in a minute than one person may.`,
    'Wait a minute, then ask again.',
  ),
  'steps-wrong': entry(
    (it: { count: number; fewest: number; most: number }) =>
      `A recipe has ${it.fewest} to ${it.most} steps, and this one has ${it.count}.`,
    (it) =>
      it.count > it.most
        ? `Ask for the first ${it.most}, and for the others on what they give.`
        : 'Name one more after “then”.',
  ),
  'step-mismatch': entry(
    (it: { step: number; title: string; takes: 'image' | 'video'; gives: 'image' | 'video' }) =>
      `Step ${it.step}, ${it.title}, takes a ${kind[it.takes]}, and step ${it.step - 1} gives a ${kind[it.gives]}.`,
    'Change their order, or leave one of the two out.',
  ),
  // What it is about says what to do as well, and so does what stands behind it.
  'step-refused': entry(
    (it: { step: number; title: string; why: string }) => `Step ${it.step}, ${it.title}: ${it.why}`,
    'None of the steps was run.',
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
