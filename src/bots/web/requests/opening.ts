/** The card of a job that is to be made: it stands before anything is spent. */
import type { Opened, Opening } from '../../../chat/turn.ts';
import type { Job } from '../../../core/domain/job.ts';
import { kept, newId, put } from '../../../pages/channel/log/kept.ts';
import type { PostedFile } from '../../../pages/channel/log/messages.ts';
import type { Room } from '../../../pages/site/rooms.ts';
import { type Address, keepAddress, readAddress } from '../address.ts';
import { cardOf, openingOf, show } from '../cards/card.ts';
import { note, offerOf, tellAlone } from '../cards/reply.ts';
import type { Found, Web } from '../context.ts';

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
  const id = newId();
  const address = addressOf(web, asked, opening, id);
  const pictures: (PostedFile | null)[] = [];
  const json = keepAddress(address);
  const takeBack = () => web.rooms.remove(room.id, id);
  if (!asks) {
    // A process that dies from here on leaves behind how the card is found.
    await opening.record.at(json);
    const card = view ? cardOf(view, address) : openingOf(title, address);
    await web.rooms.add(room.id, id, kept(card));
  }
  return {
    address: json,
    beside(other) {
      pictures.push(other.file ?? null);
      return keepAddress(addressOf(web, asked, { source: other, from: undefined, kept: undefined }, id));
    },
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
      if (readAddress(job.address).card !== id) await takeBack();
      else if (pictures.length > 0) await showSeveral(web, job, pictures);
      else if (!view || view.id !== job.id) await showJob(web, job);
    },
  };
}

/** With what they are made of. */
async function showSeveral(web: Web, job: Job, pictures: (PostedFile | null)[]): Promise<void> {
  const address = readAddress(job.address);
  const view = await web.requests.card(job);
  await put(web, address.room, address.card, { ...cardOf(view, address), pictures });
}

/** Its card as it is now. */
export const showJob = async (web: Web, job: Job): Promise<void> =>
  show(web, job.address, await web.requests.card(job));
