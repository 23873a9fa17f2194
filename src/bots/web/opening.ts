/** The card of a job that is to be made: it stands before anything is spent. */
import { actionsOf } from '../../chat/next-actions.ts';
import type { Opened, Opening } from '../../chat/turn.ts';
import type { Job } from '../../core/domain/job.ts';
import { type Address, keepAddress, readAddress, shownAt } from './address.ts';
import { show } from './cards.ts';
import type { Found, Room, Web } from './context.ts';
import { kept, newId } from './messages.ts';
import { note, offerOf, tellAlone } from './reply.ts';

type Asked = { room: Room; by: string; pressed: string | undefined };

/** Where a job will be shown. */
function addressOf(
  web: Web,
  { room, by }: Asked,
  { source, from, kept: file }: Pick<Opening<Found>, 'source' | 'from' | 'kept'>,
  card: string,
): Address {
  const earlier = from && readAddress(from.address);
  const place = source
    ? source.file && source.message !== undefined
      ? { source: { message: source.message, file: source.file } }
      : {}
    : file === 'source' && earlier?.source
      ? { source: earlier.source }
      : {};
  const author = source ? source.posted?.by : earlier?.author;
  const alt = source ? source.alt : earlier?.alt;
  return {
    room: room.id,
    card,
    at: Math.round(web.clock()),
    requester: by,
    ...place,
    ...(author !== undefined && { author }),
    ...(alt !== undefined && { alt }),
  };
}

export async function openCard(web: Web, asked: Asked, opening: Opening<Found>): Promise<Opened<Found>> {
  const { room, by, pressed } = asked;
  const { view, asks, title } = opening;
  const card = newId();
  const address = addressOf(web, asked, opening, card);
  const json = keepAddress(address);
  const takeBack = () => web.rooms.remove(room.id, card);
  if (!asks) {
    // A process that dies from here on leaves behind how the card is found.
    await opening.record.at(json);
    const { at, source: placed, author } = address;
    await web.rooms.add(
      room.id,
      card,
      kept({
        ...{ kind: 'card', at, by, title, view },
        picture: placed?.file,
        author: author === by ? undefined : author,
        actions: view ? actionsOf(view, shownAt(address)) : [],
      }),
    );
  }
  return {
    address: json,
    beside: (other) =>
      keepAddress(addressOf(web, asked, { source: other, from: undefined, kept: undefined }, card)),
    async price(quote) {
      await takeBack();
      await note(web, room.id, by, offerOf(quote), pressed);
    },
    async refuse({ text, actions }) {
      await takeBack();
      await tellAlone(web, room.id, by, text, actions);
    },
    async became(job) {
      // The same request came before, and has its card.
      if (readAddress(job.address).card !== card) await takeBack();
      else if (!view || view.id !== job.id) await showJob(web, job);
    },
  };
}

/** Its card as it is now. */
export const showJob = async (web: Web, job: Job): Promise<void> =>
  show(web, job.address, await web.requests.card(job));
