/** What each button of a version does. */
import { fold, fork, unfold, upvote } from './acts.ts';
import { pick } from './pick.ts';
import { showVersions } from './show.ts';

export const versionActs = { fork, upvote, pick, fold, unfold, versions: showVersions };
