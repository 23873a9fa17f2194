/** The card of a job, or of several: one message, which says what the view says. */
import { batchActionsOf } from '../../../chat/batch/actions.ts';
import { actionsOf } from '../../../chat/next-actions.ts';
import type { Json } from '../../../core/domain/job.ts';
import type { Withdrawal } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { kept, messageAt, put } from '../../../pages/channel/log/kept.ts';
import type { Card } from '../../../pages/channel/log/messages.ts';
import { type Address, readAddress, shownAt } from '../address.ts';
import type { Web } from '../context.ts';
import { tellAlone } from './reply.ts';

/** The frame of a card, which says no more than what is done. */
export const openingOf = (title: string, { at, requester: by, source, author }: Address): Card => ({
  kind: 'card',
  at,
  by,
  title,
  picture: source?.file,
  author: author === by ? undefined : author,
  actions: [],
});

/** What a card says of a view. What can be done with a result stands under the result. */
export function cardOf(view: View, address: Address): Card {
  const { result } = address;
  const { buttons, menu } = batchActionsOf(view);
  const isUnder = result !== undefined && view.state === 'COMPLETED' && !view.removed;
  const own = isUnder ? [] : actionsOf(view, shownAt(address));
  const actions = view.batch ? [...buttons, ...(menu?.options ?? [])] : own;
  return { ...openingOf(view.title, address), view, actions };
}

/** As `Platform.show`. */
export async function show(web: Web, json: Json, view: View): Promise<void> {
  const address = readAddress(json);
  const { room, card } = address;
  // Of several, what they are made of was said when they were asked for.
  const before = view.batch ? await messageAt(web, room, card) : undefined;
  const pictures = before?.kind === 'card' ? before.pictures : undefined;
  await put(web, room, card, { ...cardOf(view, address), pictures });
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
