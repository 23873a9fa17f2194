/** Who a person is and where they sit. */
import { directChannel, personDefaults } from '../access.ts';
import type { Places } from '../places.ts';
import type { Channel, FakeState, Role, User } from '../state.ts';
import type { Who } from './exchange.ts';
import { createPerson, type Person } from './person.ts';

export type PersonOptions = Partial<Omit<Who, 'channel' | 'user'>> & {
  /** A new one when left out. */
  user?: User;
  channel?: Channel | 'dm' | 'private';
  /** They may what their roles may beside `permissions`. */
  roles?: readonly Role[];
};

/** Seats a person in a channel, by default in `home`, and makes them a member of its guild. */
export function personOf(state: FakeState, places: Places, home: Channel, options: PersonOptions): Person {
  const { user = places.addUser(), channel: at = home, roles = [], ...who } = options;
  const channel =
    at === 'dm' ? directChannel(state, user) : at === 'private' ? places.addPrivateChannel(user) : at;
  const permissions = roles.reduce((sum, role) => sum | role.permissions, who.permissions ?? personDefaults);
  channel.guild?.members.set(user.id, { user, roles: roles.map(({ id }) => id) });
  return createPerson(state, {
    locale: 'en-US',
    installedBy: 'guild',
    forcedEphemeral: false,
    toldUploadLimit: undefined,
    ...who,
    permissions,
    user,
    channel,
  });
}
