/** The card of a job, or of several: one message, which says what the view says. */
import { batchActionsOf } from '../../chat/batch/actions.ts';
import { actionsOf } from '../../chat/next-actions.ts';
import type { Json } from '../../core/domain/job.ts';
import type { Withdrawal } from '../../core/ports/platform.ts';
import type { View } from '../../core/view/view.ts';
import type { Card } from '../../pages/channel/messages.ts';
import { type Address, readAddress, shownAt } from './address.ts';
import type { Web } from './context.ts';
import { kept, messageAt, put } from './messages.ts';
import { tellAlone } from './reply.ts';

/** What a card says of a view. What can be done with a result stands under the result. */
export function cardOf(view: View, address: Address): Card {
  const { at, requester: by, source, author, result } = address;
  const { buttons, menu } = batchActionsOf(view);
  const isUnder = result !== undefined && view.state === 'COMPLETED' && !view.removed;
  const own = isUnder ? [] : actionsOf(view, shownAt(address));
  return {
    kind: 'card',
    at,
    by,
    title: view.title,
    view,
    picture: source?.file,
    author: author === by ? undefined : author,
    actions: view.batch ? [...buttons, ...(menu?.options ?? [])] : own,
  };
}

/** As `Platform.show`. */
export async function show(web: Web, json: Json, view: View): Promise<void> {
  const address = readAddress(json);
  await put(web, address.room, address.card, cardOf(view, address));
  await refresh(web, address, view);
}

/** Who has voted for what changes under a result, too. */
async function refresh(web: Web, { room, result, ...address }: Address, view: View): Promise<void> {
  if (!view.taste || !result) return;
  const message = await messageAt(web, room, result.id);
  if (message?.kind !== 'result') return;
  const actions = actionsOf(view, shownAt({ room, result, ...address }));
  await web.rooms.change(room, result.id, kept({ ...message, views: [view], actions }));
}

/** As `Platform.withdraw`. */
export async function withdraw(web: Web, place: Json, { id, kept: other, text }: Withdrawal): Promise<void> {
  const { room, card, requester } = readAddress(place);
  if (!other || readAddress(other).card !== card) await web.rooms.remove(room, card);
  if (text !== undefined && (await web.isFirst(`cut off:${id}`))) await tellAlone(web, room, requester, text);
}
