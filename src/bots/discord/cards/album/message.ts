/** The message that brings several results: a gallery in the order of the request, each of which names its source. */
import { ComponentType, userMention } from 'discord.js';
import { resultMenuOf } from '../../../../chat/batch/actions.ts';
import type { View } from '../../../../core/view/view.ts';
import { cut } from '../../../../core/words/cut.ts';
import { status } from '../../../../core/words/status.ts';
import type { Address } from '../../address.ts';
import { words } from '../../words/request.ts';
import { bodyOf, longText, plain, small, text } from '../components.ts';
import type { Attached } from '../edit-card.ts';
import { altOf, type Posted, pageOf } from '../result.ts';
import { menuOf } from './card.ts';

/** One of them as it is posted: undefined when no copy fits. `remark`: how it differs from the file as it was made. */
export type Shown = {
  view: View;
  address: Address;
  posted: Posted | undefined;
  remark: string | undefined;
};

/** Of all lines: a message takes 4,000. */
const longestLines = 3_300;

export const galleryOf = (shown: readonly Shown[], neutral: boolean) => ({
  type: ComponentType.MediaGallery as const,
  items: shown.flatMap(({ posted, view, address }) =>
    posted
      ? [
          {
            media: { url: `attachment://${posted.fileName}` },
            description: altOf(view, address, neutral),
            spoiler: address.spoiler,
          },
        ]
      : [],
  ),
});

export const attachmentsOf = (shown: readonly Shown[], neutral: boolean) =>
  shown
    .flatMap(({ posted, view, address }) =>
      posted ? [{ filename: posted.fileName, description: altOf(view, address, neutral) }] : [],
    )
    .map((it, id) => ({ id: String(id), ...it }));

/** `1. lake-4x.jpg, of lake.jpg · 360 × 240 → 1440 × 960` */
function lineOf({ view, remark }: Shown, index: number, neutral: boolean): string {
  const { resultName, sourceName, title, sizes, differences, losses } = view;
  const name = neutral ? title : (resultName ?? title);
  const named =
    neutral || sourceName === undefined ? plain(name) : words.namedAfter(plain(name), plain(sourceName));
  const facts = [sizes, ...differences, remark, ...losses].filter((it) => it !== undefined && it !== '');
  return cut([`${index + 1}. ${named}`, ...facts.map((it) => plain(it ?? ''))].join(' · '), 350);
}

/** What stands under the pictures, and what can be done with each. @param view of the card of all */
export function belowAll(view: View, shown: readonly Shown[], neutral: boolean) {
  const [first] = shown;
  const facts = [
    ...(first ? pageOf(view, first.address, neutral) : []),
    neutral ? '' : plain(first?.view.settings ?? ''),
    first?.view.lab ? status.lab : '',
  ];
  const said = facts.filter((it) => it !== '').join(' · ');
  return [
    longText(
      shown.map((it, index) => lineOf(it, index, neutral)),
      longestLines,
    ),
    ...(said === '' ? [] : [small(said)]),
    menuOf(view.id, resultMenuOf(shown.map((it) => it.view))),
  ];
}

/** A message of its own. @param view of the card of all. @param how.tells it mentions the requester: the first of several does */
export function resultsMessage(
  view: View,
  requester: string,
  shown: readonly Shown[],
  { neutral, tells }: { neutral: boolean; tells: boolean },
): Attached {
  const hasFiles = shown.some(({ posted }) => posted);
  const body = bodyOf(
    [
      text(words.readyAll(userMention(requester), shown.length)),
      ...(hasFiles ? [galleryOf(shown, neutral)] : []),
      ...belowAll(view, shown, neutral),
    ],
    tells ? [requester] : [],
  );
  return { ...body, attachments: attachmentsOf(shown, neutral) };
}
