/** The one card of several jobs: a line for each, in the order of the request. */
import type { types } from '@slack/bolt';
import { batchActionsOf } from '../../../../chat/batch/actions.ts';
import type { BatchLine, View } from '../../../../core/view/view.ts';
import { cut } from '../../../../core/words/cut.ts';
import { bar, shapes, status } from '../../../../core/words/status.ts';
import type { Address } from '../../address.ts';
import type { Body } from '../../context.ts';
import { words } from '../../words/request.ts';
import { bodyOf, context, escaped, section, torn } from '../blocks.ts';
import { mention, named } from '../card.ts';
import { menuRow } from './menu.ts';

/** Characters of one line: ten of them fit into a section. */
const longestLine = 280;

/** @param how.first it is posted, not edited in: nobody is named then */
export function albumCard(
  view: View,
  { requester }: Pick<Address, 'requester'>,
  { first = false }: { first?: boolean } = {},
): Body {
  const said = escaped(words.card(view.title, view.state, view.line));
  return bodyOf(named(blocksOf(view, first ? undefined : mention(requester)), view), said);
}

function blocksOf(view: View, whom: string | undefined): types.KnownBlock[] {
  const { state, progress, line, title, batch = [], over, losses } = view;
  const shown = !over && progress !== undefined ? [`${bar(progress)} ·`] : [];
  const { buttons, menu } = batchActionsOf(view);
  const facts = [view.settings, view.price, view.cancelCost, view.lab ? status.lab : ''];
  return [
    section(
      [
        words.what(escaped(title), whom),
        [`*${state}*`, ...shown, escaped(line)].join(' '),
        ...losses.slice(0, 1).map(() => escaped(losses.join(' '))),
      ].join('\n'),
    ),
    section(batch.map((it) => drawnLine(it, (view.form ?? 'full') !== 'full')).join('\n')),
    context(
      facts
        .filter((it) => it !== undefined && it !== '')
        .map((it) => escaped(it ?? ''))
        .join(' · '),
    ),
    ...menuRow(buttons, menu),
  ];
}

/** `✓ 1. lake.jpg · 360 × 240 → 1440 × 960` */
function drawnLine({ position, name: given, state, over, said, view }: BatchLine, neutral: boolean): string {
  const mark = over ? `${shapes[state] ?? ''} ` : '';
  const named = neutral ? '' : ` ${escaped(cut(given, 80))}`;
  const reason = neutral && state === 'FAILED' ? status.failed : escaped(said);
  const removed = view?.removed ? ` · ${words.removedShort}` : '';
  return cut(`${mark}${position + 1}.${named} · ${reason}${removed}`, longestLine, { torn });
}
