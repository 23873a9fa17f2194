/** The message that brings the result: the file, what was done, and what can be done next. */
import { type APIButtonComponent, ComponentType, type RawFile, userMention } from 'discord.js';
import { actionsOf } from '../../../chat/next-actions.ts';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { cut } from '../../../core/words/cut.ts';
import { status } from '../../../core/words/status.ts';
import { type Address, shownOf } from '../address.ts';
import { words } from '../words/request.ts';
import { cardOf, heading } from './card.ts';
import { bodyOf, buttonOf, plain, rows, small, text } from './components.ts';
import type { Attached } from './edit-card.ts';

/** What is posted as a file: the result itself, or a copy that fits. */
export type Posted = Pick<Delivery, 'type' | 'fileName'>;

/** https://docs.discord.com/developers/resources/message#attachment-object */
const longestAlt = 1024;

/** The source's own words, and what was done to it. */
const altOf = (view: View, address: Address, neutral = false): string => {
  const source = neutral ? '' : (address.alt ?? '').trim().replace(/[.\s]*$/, '');
  return cut([...(source ? [source] : []), view.alt].join('. '), longestAlt);
};

/** The view says this only once the result is posted. */
const doneLine = (view: View, address: Address, now: number): string =>
  view.state === 'COMPLETED' ? view.line : status.done(view.source, view.result, now - address.askedAt);

const gallery = (name: string, description: string, spoiler: boolean) => ({
  type: ComponentType.MediaGallery as const,
  items: [{ media: { url: `attachment://${name}` }, description, spoiler }],
});

/** What can be done with a result; they carry the job's id, so they work for as long as its record is kept. */
function resultButtons(view: View, address: Address, changed: boolean): APIButtonComponent[] {
  const posted = { ...view, ...handedOver, undelivered: false, removed: false };
  return actionsOf(posted, { ...shownOf(address), result: { changed } }).map(buttonOf);
}

/** As the view is once this is posted. */
const handedOver = { state: 'COMPLETED', over: true, cancellable: false } as const;

/**
 * A message of its own, which tells the requester.
 * @param posted undefined when no copy fits.
 * @param options.remark how it differs from the file as it was made, or why that is not there
 */
export function resultMessage(
  view: View,
  address: Address,
  posted: Posted | undefined,
  { now, remark, neutral = false }: { now: number; remark?: string | undefined; neutral?: boolean },
): Attached {
  const alt = altOf(view, address, neutral);
  const facts = [plain(doneLine(view, address, now)), view.price, ...(view.lab ? [status.lab] : [])];
  const body = bodyOf(
    [
      text([words.answers(userMention(address.requester)), heading(view, neutral)].join('\n')),
      ...(posted ? [gallery(posted.fileName, alt, address.spoiler)] : []),
      ...(remark === undefined ? [] : [text(remark)]),
      small(facts.join(' · ')),
      ...rows(resultButtons(view, address, remark !== undefined)),
    ],
    [address.requester],
  );
  return posted ? { ...body, attachments: [{ id: '0', filename: posted.fileName, description: alt }] } : body;
}

/** The card itself with the result in it, where there can be no other message. Sent again, it is the same message. */
export function cardWithResult(
  view: View,
  address: Address,
  posted: Pick<Posted, 'fileName'> | undefined,
  {
    now,
    remark,
    neutral = false,
    upload = true,
  }: { now: number; remark?: string | undefined; neutral?: boolean; upload?: boolean },
): Attached {
  const line = doneLine(view, address, now);
  const card = cardOf({ ...view, ...handedOver, removed: false, line }, address, { neutral, now });
  const alt = altOf(view, address, neutral);
  const body = {
    ...card,
    components: [
      ...card.components,
      ...(posted ? [gallery(posted.fileName, alt, address.spoiler)] : []),
      ...(remark === undefined ? [] : [text(remark)]),
      ...rows(resultButtons(view, address, remark !== undefined)),
    ],
  };
  return posted && upload
    ? { ...body, attachments: [{ id: '0', filename: posted.fileName, description: alt }] }
    : body;
}

export const fileOf = ({ fileName, type }: Posted, data: Buffer): RawFile => ({
  name: fileName,
  data,
  contentType: type,
});
