/** Where buttons and fields are: a message, a modal or the Home tab, with a person in front of it. */
import { everyElement, type Placed } from '../blocks/blocks.ts';
import { messageJson } from '../methods/messages.ts';
import type { Entered, FakeState, Message, User, View } from '../state.ts';
import { initialState } from './fields.ts';
import { stackOf, viewJson } from './views.ts';

export type Place = Message | View;
/** Whether it is a modal or the Home tab. */
export const isView = (place: Place): place is View => 'body' in place;

/** The element's action id. */
export const idOf = ({ element }: Placed): string => ('action_id' in element && element.action_id) || '';

/** @throws Error when the person does not have it before their eyes */
export function look(state: FakeState, user: User, place: Place): void {
  if (isView(place)) {
    if (place.user !== user) throw new Error('The view is open on the screen of another person');
    if (!place.open) throw new Error('The view is not open any more');
    const top = stackOf(state, user).at(-1);
    if (place.body.type === 'modal' && top !== place) throw new Error('Another view lies on this one');
    return;
  }
  if (place.deleted) throw new Error('The message has been deleted');
  if (place.visibleTo && place.visibleTo !== user) throw new Error('The person does not see this message');
  if (!place.channel.members.has(user)) throw new Error('The person is not in this channel');
}

/** Everything that can be used, in reading order. @throws Error as `look` */
export function elementsIn(state: FakeState, user: User, place: Place): Placed[] {
  look(state, user, place);
  return everyElement(isView(place) ? place.body.blocks : place.blocks);
}

/** An element by its action id or its block's id. @throws Error when there is not one */
export function named(state: FakeState, user: User, place: Place, name: string): Placed {
  const all = elementsIn(state, user, place);
  const byAction = all.filter((it) => idOf(it) === name);
  const found = byAction.length > 0 ? byAction : all.filter((it) => it.blockId === name);
  const [one] = found;
  if (!one) throw new Error(`There is no field "${name}"; there are ${all.map(idOf).join(', ') || 'none'}`);
  if (found.length > 1) throw new Error(`There are ${found.length} fields "${name}"`);
  return one;
}

/** What an interaction says of the place. `filled`: what the person entered in a message, by block and action id. */
export function contextOf(
  state: FakeState,
  place: Place,
  filled: Filled | undefined,
): Record<string, unknown> {
  if (isView(place)) return { container: { type: 'view', view_id: place.id }, view: viewJson(state, place) };
  const { channel, ts, thread, visibleTo } = place;
  return {
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: visibleTo !== undefined,
      ...(thread ? { thread_ts: thread } : {}),
    },
    channel: { id: channel.id, name: channel.kind === 'im' ? 'directmessage' : channel.name },
    // An ephemeral message is not sent along.
    ...(visibleTo ? {} : { message: messageJson(state, place) }),
    state: { values: valuesOf(place, filled) },
  };
}

export type Filled = Map<string, Map<string, Entered>>;

/** The state of a message's fields: what was entered, or what is prefilled. */
function valuesOf({ blocks }: Message, filled: Filled | undefined): Record<string, Record<string, Entered>> {
  const values: Record<string, Record<string, Entered>> = {};
  for (const placed of everyElement(blocks)) {
    const { blockId, element } = placed;
    const state = filled?.get(blockId)?.get(idOf(placed)) ?? initialState(element);
    if (state) values[blockId] = { ...values[blockId], [idOf(placed)]: state };
  }
  return values;
}
