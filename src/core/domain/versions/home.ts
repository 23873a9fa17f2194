/** Where all see the same versions: a conversation, whichever of its threads something is asked in. */
import type { Person } from '../command.ts';
import type { Tree } from './tree.ts';

export type Home = Pick<Tree, 'platform' | 'scope' | 'home'>;

/** Of a person where they are, or of a job where it was asked for. */
export type Placed = Pick<Person, 'platform' | 'scope' | 'requester'> & {
  [name in 'channel' | 'above' | 'apart']?: Person[name] | undefined;
};

/** A thread belongs to its channel, unless not all of the channel see it; what has no place is its person's own. */
export function homeOf({ platform, scope, requester, channel, above, apart }: Placed): Home {
  const home = (apart ? undefined : above) ?? channel;
  return { platform, scope, home: home === undefined ? `of ${requester}` : `in ${home}` };
}

export const isSameHome = (one: Home, other: Home): boolean =>
  one.platform === other.platform && one.scope === other.scope && one.home === other.home;
