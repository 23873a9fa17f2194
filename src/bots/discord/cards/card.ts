/** A job's one message: a view as Components V2. */
import { userMention } from 'discord.js';
import { actionsOf } from '../../../chat/next-actions.ts';
import type { View, ViewState } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { type Address, isFarewell, shownOf } from '../address.ts';
import { build } from '../ids.ts';
import { words } from '../words/request.ts';
import {
  type Body,
  bodyOf,
  button,
  buttonOf,
  container,
  moment,
  plain,
  rows,
  small,
  text,
} from './components.ts';

const colours: Readonly<Record<ViewState, number>> = {
  QUEUED: 0x80848e,
  PROCESSING: 0x5865f2,
  COMPLETED: 0x23a55a,
  FAILED: 0xda373c,
  CANCELLED: 0x80848e,
};

/** `▰▰▰▱▱▱▱▱▱▱ 31 %` */
function bar(progress: number): string {
  const reached = Math.min(1, Math.max(0, progress));
  const full = Math.floor(reached * 12);
  return `${'▰'.repeat(full)}${'▱'.repeat(12 - full)} ${Math.floor(reached * 100)} %`;
}

/** The title and the settings; `neutral`: without anything a person wrote. */
export const heading = (view: Pick<View, 'title' | 'settings'>, neutral: boolean): string =>
  [
    `### ${plain(view.title)}`,
    ...(neutral || view.settings === '' ? [] : [`-# ${plain(view.settings)}`]),
  ].join('\n');

/**
 * The card of a job.
 * @param options.neutral without what people or the provider wrote, for when Discord refuses the text.
 * @param options.now ms since 1970
 */
export function cardOf(view: View, address: Address, options: { now: number; neutral?: boolean }): Body {
  const { now, neutral = false } = options;
  const { state, progress, line, over, id } = view;
  const showsBar = state === 'PROCESSING' && progress !== undefined;
  const said = neutral && state === 'FAILED' ? status.failed : plain(line);
  const facts = [
    words.asked(userMention(address.requester), moment(address.askedAt)),
    view.price,
    ...(view.lab ? [status.lab] : []),
  ];
  // What can be done with a result stands under the result.
  const isUnderResult = state === 'COMPLETED' && !view.removed;
  const actions = isUnderResult ? [] : actionsOf(view, shownOf(address));
  const buttons = [
    ...actions.map(buttonOf),
    ...(!over && !address.member ? [button(build({ kind: 'refresh', id }), words.refresh)] : []),
  ];
  const { token } = address;
  const still =
    !over && token && isFarewell(address, now) ? [small(words.standsStill(moment(token.until)))] : [];
  return bodyOf([
    container(
      [
        text(heading(view, neutral)),
        text([`**${state}** · ${said}`, ...(showsBar ? [bar(progress)] : [])].join('\n')),
        small(facts.join(' · ')),
        ...still,
        ...(view.cancellable && view.cancelNote !== undefined ? [small(view.cancelNote)] : []),
        ...rows(buttons),
      ],
      colours[state],
    ),
  ]);
}
