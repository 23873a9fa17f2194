/** A job's one message: a view as Components V2. */
import { ComponentType, userMention } from 'discord.js';
import { actionsOf } from '../../../chat/next-actions.ts';
import { ownerWords } from '../../../chat/owner/words.ts';
import { otherAuthor } from '../../../chat/request.ts';
import type { View } from '../../../core/view/view.ts';
import { bar, shapes, status } from '../../../core/words/status.ts';
import { type Address, isFarewell, linkTo, shownOf } from '../address.ts';
import { build } from '../ids.ts';
import { words } from '../words/request.ts';
import {
  type Body,
  bodyOf,
  button,
  buttonOf,
  container,
  developing,
  link,
  moment,
  plain,
  rows,
  small,
  text,
} from './components.ts';

type How = { now: number; neutral?: boolean };

/**
 * The card of a job: while it goes on, which picture, how far and what cancelling costs; then one line.
 * @param how.neutral without what people or the provider wrote, for when Discord refuses the text.
 * @param how.now ms since 1970
 */
export function cardOf(view: View, address: Address, how: How): Body {
  return view.over ? folded(view, address, how) : running(view, address, how);
}

function running(view: View, address: Address, { now, neutral = false }: How): Body {
  const { state, progress, line, id } = view;
  const shown = state === 'PROCESSING' && progress !== undefined ? [`${bar(progress)} ·`] : [];
  const buttons = [
    ...actionsOf(view, shownOf(address)).map(buttonOf),
    ...(address.member ? [] : [button(build({ kind: 'refresh', id }), words.refresh)]),
  ];
  const { token } = address;
  const still = token && isFarewell(address, now) ? [small(words.standsStill(moment(token.until)))] : [];
  const said = [
    text(
      [
        words.what(plain(view.title), userMention(address.requester)),
        [`**${state}**`, ...shown, plain(line)].join(' '),
      ].join('\n'),
    ),
    ...view.losses.slice(0, 1).map(() => text(view.losses.map(plain).join(' '))),
    small(factsOf(view, address, neutral).join(' · ')),
  ];
  const picture = neutral ? undefined : address.picture;
  return bodyOf([
    container(
      [
        ...(picture === undefined ? said : [pictured(said, picture, view, address.spoiler)]),
        ...still,
        ...rows(buttons),
      ],
      state === 'PROCESSING' ? developing : undefined,
    ),
  ]);
}

type Text = ReturnType<typeof text>;

/** Which picture is meant, beside what is said of it. */
export const pictured = (
  components: Text[],
  url: string,
  { sourceName }: Pick<View, 'sourceName'>,
  spoiler: boolean,
) => ({
  type: ComponentType.Section as const,
  components,
  accessory: {
    type: ComponentType.Thumbnail as const,
    media: { url },
    spoiler,
    ...(sourceName === undefined ? {} : { description: sourceName }),
  },
});

function factsOf(view: View, address: Address, neutral: boolean): string[] {
  const cost =
    view.cancelNote === undefined ? [view.price, view.cancelCost] : [view.cancelCost ?? view.price];
  return [
    ...(neutral ? [] : [sourceOf(view, address), plain(view.settings)]),
    ...cost,
    view.lab ? status.lab : undefined,
  ].filter((it) => it !== undefined && it !== '') as string[];
}

/** Its name, leading to the message that it was found in, and whose it is. */
function sourceOf({ sourceName }: Pick<View, 'sourceName'>, address: Address): string | undefined {
  if (sourceName === undefined) return undefined;
  const { guild, source } = address;
  const name = source ? link(sourceName, linkTo(guild, source.channel, source.message)) : plain(sourceName);
  const author = otherAuthor(shownOf(address), address.requester);
  // It is in no list of whom to notify.
  return author === undefined ? name : ownerWords.by(name, userMention(author));
}

/** One line, with the reason where there is no result. */
function folded(view: View, address: Address, { neutral = false }: How): Body {
  const { state, title, took, price, removed, undelivered, line } = view;
  const { guild, result } = address;
  const source = neutral ? undefined : sourceOf(view, address);
  const said = [
    `${shapes[state] ?? ''} **${state}** ${words.folded(plain(title), source, userMention(address.requester))}`,
    ...(state === 'COMPLETED' && took !== undefined ? [took] : []),
    price,
    ...(removed ? [words.removedShort] : []),
    ...(result && !removed && !undelivered
      ? [link(words.resultLink, linkTo(guild, result.channel, result.message))]
      : []),
  ].join(' · ');
  const isDone = state === 'COMPLETED';
  const reason = neutral && state === 'FAILED' ? status.failed : plain(line);
  // What can be done with a result stands under the result.
  const actions = isDone && !removed ? [] : actionsOf(view, shownOf(address));
  return bodyOf([small(said), ...(isDone ? [] : [text(reason)]), ...rows(actions.map(buttonOf))]);
}
