/** The message that brings the result: the file, what was done, and what can be done next. */
import { type APIButtonComponent, ButtonStyle, ComponentType, type RawFile, userMention } from 'discord.js';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { models } from '../../../models/index.ts';
import type { Address } from '../address.ts';
import { words } from '../words/request.ts';
import { bodyOf, button, cardOf, heading, plain, rows, small, text } from './card.ts';
import type { Attached } from './edit-card.ts';

/** What is posted as a file: the result itself, or a copy that fits. */
export type Posted = Pick<Delivery, 'type' | 'fileName'> & {
  /** What was changed to make it fit, for people. */
  change?: string;
};

/** https://docs.discord.com/developers/resources/message#attachment-object */
const longestAlt = 1024;

/** The source's own words, and what was done to it. */
const altOf = (view: View, address: Address, neutral = false): string => {
  const source = neutral ? '' : (address.alt ?? '').trim().replace(/[.\s]*$/, '');
  return [...(source ? [source] : []), view.alt].join('. ').slice(0, longestAlt);
};

/** The view says this only once the result is posted. */
export const doneLine = (view: View, address: Address, now: number): string =>
  view.state === 'COMPLETED' ? view.line : status.done(view.source, view.result, now - address.askedAt);

const gallery = (name: string, description: string, spoiler: boolean) => ({
  type: ComponentType.MediaGallery as const,
  items: [{ media: { url: `attachment://${name}` }, description, spoiler }],
});

const label = (command: string) =>
  `${command.charAt(0).toUpperCase()}${command.slice(1).replaceAll('-', ' ')}`;

/** What can be done with a result; they carry the job's id, so they work for as long as its record is kept. */
function resultButtons(view: Pick<View, 'id' | 'result'>, changed: boolean): APIButtonComponent[] {
  const medium = view.result?.type.startsWith('video/') ? 'video' : 'image';
  return [
    ...models
      .filter(({ takes }) => takes === medium)
      .map(({ name, command }) => button(`v1:next:${view.id}:${name}`, label(command), ButtonStyle.Primary)),
    ...(changed ? [button(`v1:original:${view.id}`, words.original)] : []),
    button(`v1:change:${view.id}`, words.change),
    button(`v1:remove:${view.id}`, words.remove, ButtonStyle.Danger),
  ];
}

/**
 * A message of its own, which tells the requester.
 * @param posted undefined when no copy fits: then `why` says so.
 */
export function resultMessage(
  view: View,
  address: Address,
  posted: Posted | undefined,
  { now, why = '', neutral = false }: { now: number; why?: string; neutral?: boolean },
): Attached {
  const alt = altOf(view, address, neutral);
  const facts = [plain(doneLine(view, address, now)), view.price, ...(view.lab ? [status.lab] : [])];
  const body = bodyOf(
    [
      text([words.answers(userMention(address.requester)), heading(view, neutral)].join('\n')),
      ...(posted ? [gallery(posted.fileName, alt, address.spoiler)] : []),
      ...(posted?.change || why ? [text(posted?.change ?? why)] : []),
      small(facts.join(' · ')),
      ...rows(resultButtons(view, posted?.change !== undefined || !posted)),
    ],
    [address.requester],
  );
  return posted ? { ...body, attachments: [{ id: '0', filename: posted.fileName, description: alt }] } : body;
}

/** The card itself with the result in it, where there can be no other message. Sent again, it is the same message. */
export function cardWithResult(
  view: View,
  address: Address,
  posted: Pick<Posted, 'fileName' | 'change'> | undefined,
  {
    now,
    why = '',
    neutral = false,
    upload = true,
  }: { now: number; why?: string; neutral?: boolean; upload?: boolean },
): Attached {
  const over = { state: 'COMPLETED', line: doneLine(view, address, now), cancellable: false } as const;
  const card = cardOf({ ...view, ...over }, address, { neutral, now });
  const alt = altOf(view, address, neutral);
  const body = {
    ...card,
    components: [
      ...card.components,
      ...(posted ? [gallery(posted.fileName, alt, address.spoiler)] : []),
      ...(posted?.change || why ? [text(posted?.change ?? why)] : []),
      ...rows(resultButtons(view, posted?.change !== undefined || !posted)),
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
