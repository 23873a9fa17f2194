/** The buttons of a result as a version: quiet as long as it is the only one. */
import type { VersionView } from '../../core/view/versions/standing.ts';
import type { View } from '../../core/view/view.ts';
import { versionWords } from '../../core/words/versions/words.ts';
import type { Action } from '../action.ts';
import { votingWords as words } from './words.ts';

/** What stands where a message of one line shows its result again. */
export const unfoldOf = ({ id }: Pick<View, 'id'>): Action => ({
  act: 'unfold',
  id,
  label: words.showAgain,
});

export function versionActionsOf({ id, versioned }: Pick<View, 'id' | 'versioned'>): Action[] {
  if (!versioned) return [];
  const { number, votes, several, picked } = versioned;
  const fork: Action = { act: 'fork', id, label: words.fork, more: true, seldom: true };
  const versions: Action = { act: 'versions', id, label: words.versions, more: true, seldom: true };
  if (!several) return [fork, versions];
  const vote: Action = { act: 'upvote', id, label: words.vote(number, votes) };
  const pick: Action = { act: 'pick', id, label: words.pick(number), more: true, seldom: true };
  return [vote, fork, ...(picked ? [] : [pick]), versions];
}

/** `v2 · from lake.jpg · Creativity −2`; undefined where it is the only one. */
export const versionLineOf = (versioned: VersionView | undefined): string | undefined =>
  versioned?.several
    ? `${versionWords.from(versioned.number, versioned.from)} · ${versioned.did}`
    : undefined;
