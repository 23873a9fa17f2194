/** Which channels there are, and what they are called. */

/** A channel, or what one person has with the bot alone. `id`: among all of them. */
export type Room = { id: string; name: string; direct: boolean };

/** Where everybody is first. */
export const mainRoom = 'prints';
/** What one person has with the bot alone. */
export const ownRoom = 'me';
const named = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** Whether a channel may be called so. */
export const isRoomName = (name: string): boolean => named.test(name);

/** The place that is reached without naming one; its channels are known by their names alone. */
export const mainScope = 'home';

/** @throws RangeError for what is no name of a channel */
export function roomOf(name: string, { scope, person }: { scope: string; person: string }): Room {
  if (!isRoomName(name)) throw new RangeError('no name of a channel');
  const place = scope === mainScope ? '' : `${scope}/`;
  const direct = name === ownRoom;
  return { id: direct ? `${place}@${person}` : `${place}${name}`, name, direct };
}

/** The room that one person has alone, by their id. */
export const roomAlone = (scope: string, person: string): Room => roomOf(ownRoom, { scope, person });

/** Whether somebody may be in a room, by its id: one's own is nobody else's. */
export const mayEnter = (id: string, { scope, person }: { scope: string; person: string }): boolean => {
  const place = scope === mainScope ? '' : `${scope}/`;
  const name = id.slice(place.length);
  return id.startsWith(place) && (name === `@${person}` || isRoomName(name));
};
