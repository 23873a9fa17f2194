/** What is said with several results, once: whom it is for, and which of them came of which source. */
import { resultMenuOf } from '../../../../chat/batch/actions.ts';
import type { View } from '../../../../core/view/view.ts';
import { cut } from '../../../../core/words/cut.ts';
import { status } from '../../../../core/words/status.ts';
import type { Body } from '../../context.ts';
import { words } from '../../words/request.ts';
import { bodyOf, context, escaped, section, torn } from '../blocks.ts';
import { mention } from '../card.ts';
import { menuRow } from './menu.ts';

/** `1. lake-4x.jpg, of lake.jpg · 360 × 240 → 1440 × 960` */
function lineOf(view: View, index: number, change: string | undefined, neutral: boolean): string {
  const { resultName, sourceName, title, sizes, differences, losses } = view;
  const name = escaped(neutral ? title : (resultName ?? title));
  const named = neutral || sourceName === undefined ? name : words.namedAfter(name, escaped(sourceName));
  const facts = [sizes, ...differences, change, ...losses].filter((it) => it !== undefined && it !== '');
  return cut([`${index + 1}. ${named}`, ...facts.map((it) => escaped(it ?? ''))].join(' · '), 280, { torn });
}

/** Beside the files; it tells the requester, once. */
export function saidWith(
  views: readonly View[],
  it: {
    requester: string;
    changes: Readonly<Record<string, string>>;
    neutral: boolean;
    /** A link to all of them. */
    page: readonly string[];
  },
): Body {
  const { requester, changes, neutral, page } = it;
  const [first] = views;
  const ready = words.readyAll(mention(requester), views.length);
  const lines = views.map((view, index) => lineOf(view, index, changes[view.id], neutral)).join('\n');
  const said = [neutral ? '' : first?.settings, first?.lab ? status.lab : ''];
  const facts = [
    ...page,
    ...said.filter((fact) => fact !== undefined && fact !== '').map((it) => escaped(it ?? '')),
  ];
  const blocks = [
    section(ready),
    section(lines),
    ...(facts.length > 0 ? [context(facts.join(' · '))] : []),
    ...menuRow([], resultMenuOf(views)),
  ];
  return bodyOf(blocks, [ready, lines].join('\n'));
}
