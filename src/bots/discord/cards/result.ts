/** The message that brings the result: the file, what was done, and what can be done next. */
import { type APIButtonComponent, ComponentType, type RawFile, userMention } from 'discord.js';
import { pageLinkOf } from '../../../chat/acts/page.ts';
import { actionsOf, inOneRow } from '../../../chat/next-actions.ts';
import { ownerWords } from '../../../chat/owner/words.ts';
import { otherAuthor } from '../../../chat/request.ts';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { cut } from '../../../core/words/cut.ts';
import { status } from '../../../core/words/status.ts';
import { type Address, shownOf } from '../address.ts';
import { words } from '../words/request.ts';
import { cardOf } from './card.ts';
import { bodyOf, buttonOf, link, plain, rows, small, text } from './components.ts';
import type { Attached } from './edit-card.ts';
import { versionIn } from './versions/line.ts';

/** What is posted as a file: the result itself, or a copy that fits; with words of its own for who cannot see it, or without. */
export type Posted = Pick<Delivery, 'type' | 'fileName'> & { alt?: string | undefined };

/**
 * A name that Discord keeps as it is, so that `attachment://` finds it: letters lose their accents, and what has no Latin
 * form goes. The message says the whole name.
 */
export function uploadName(name: string): string {
  const ending = /\.\w{1,5}$/.exec(name)?.[0] ?? '';
  const stem = name
    .slice(0, name.length - ending.length)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${/[a-z0-9]/i.test(stem.replace(/(?:^|-)\d+(?:x|fps)$/, '')) ? stem : `result${stem === '' ? '' : `-${stem}`}`}${ending}`;
}

/** https://docs.discord.com/developers/resources/message#attachment-object */
const longestAlt = 1024;

/** The source's own words, and what was done to it. */
export const altOf = (view: View, address: Address, neutral = false): string => {
  const source = neutral ? '' : (address.alt ?? '').trim().replace(/[.\s]*$/, '');
  // The source's name is somebody's words, too.
  const done = neutral ? status.alt(view.title, undefined, view.result) : view.alt;
  return cut([...(source ? [source] : []), done].join('. '), longestAlt);
};

const gallery = (name: string, description: string, spoiler: boolean) => ({
  type: ComponentType.MediaGallery as const,
  items: [{ media: { url: `attachment://${name}` }, description, spoiler }],
});

/** What can be done with a result; they carry the job's id, so they work for as long as its record is kept. */
function resultButtons(view: View, address: Address, changed: boolean): APIButtonComponent[] {
  const posted = { ...view, ...handedOver, undelivered: false, removed: false };
  return inOneRow(view, actionsOf(posted, { ...shownOf(address), result: { changed } })).map(buttonOf);
}

/** As the view is once this is posted. */
const handedOver = { state: 'COMPLETED', over: true, cancellable: false } as const;

type How = { now: number; remark?: string | undefined; neutral?: boolean };

/** A link to the page of a result, or of several. */
export function pageOf(view: View, address: Address, neutral: boolean): string[] {
  const page = neutral ? undefined : pageLinkOf(view, shownOf(address));
  return page ? [link(page.label, page.url)] : [];
}

/** Both sizes, and what else is to be known of it. */
const factsOf = (view: View, address: Address, neutral: boolean): string =>
  [
    view.sizes,
    ...pageOf(view, address, neutral),
    neutral ? '' : plain(view.settings),
    view.lab ? status.lab : undefined,
  ]
    .filter((it) => it !== undefined && it !== '')
    .join(' · ');

/** Under its picture. */
const below = (view: View, address: Address, { remark, neutral = false }: How) => [
  ...[
    ...versionIn(view, neutral),
    ...view.differences.map(plain),
    ...(remark === undefined ? [] : [remark]),
  ].map((it) => text(it)),
  ...[factsOf(view, address, neutral), view.losses.map(plain).join(' ')]
    .filter((facts) => facts !== '')
    .map(small),
];

/** Named without being notified. */
function whose(address: Address) {
  const author = otherAuthor(shownOf(address), address.requester);
  return author === undefined ? [] : [small(ownerWords.ofPictureBy(userMention(author)))];
}

/**
 * A message of its own, which tells the requester.
 * @param posted undefined when no copy fits.
 * @param how.remark how it differs from the file as it was made, or why that is not there
 */
export function resultMessage(view: View, address: Address, posted: Posted | undefined, how: How): Attached {
  const { remark, neutral = false } = how;
  const aside = neutral && view.aside ? view.title : view.aside?.name;
  const alt =
    neutral || posted?.alt === undefined ? altOf(view, address, neutral) : cut(posted.alt, longestAlt);
  const name = neutral || view.resultName === undefined ? view.title : view.resultName;
  const body = bodyOf(
    [
      text(aside === undefined ? words.ready(userMention(address.requester), plain(name)) : plain(aside)),
      ...(posted ? [gallery(posted.fileName, alt, address.spoiler)] : []),
      ...below(view, address, how),
      ...whose(address),
      ...rows(resultButtons(view, address, remark !== undefined)),
    ],
    aside === undefined ? [address.requester] : [],
  );
  return posted ? { ...body, attachments: [{ id: '0', filename: posted.fileName, description: alt }] } : body;
}

/** The card itself with the result in it, where there can be no other message. Sent again, it is the same message. */
export function cardWithResult(
  view: View,
  address: Address,
  posted: Pick<Posted, 'fileName'> | undefined,
  { upload = true, ...how }: How & { upload?: boolean },
): Attached {
  const { remark, neutral = false } = how;
  const card = cardOf({ ...view, ...handedOver, removed: false }, address, how);
  const alt = altOf(view, address, neutral);
  const body = {
    ...card,
    components: [
      ...card.components,
      ...(posted ? [gallery(posted.fileName, alt, address.spoiler)] : []),
      ...below(view, address, how),
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
