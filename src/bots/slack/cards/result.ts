/** What is said with a result: it tells the requester, once, and says what can be done next. */
import { pageLinkOf } from '../../../chat/acts/page.ts';
import { actionsOf } from '../../../chat/next-actions.ts';
import { versionLineOf } from '../../../chat/versions/actions.ts';
import type { View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { type Address, shownAt } from '../address.ts';
import type { Body } from '../context.ts';
import { words } from '../words/request.ts';
import { actionRow, bodyOf, context, escaped, link, section } from './blocks.ts';
import { mention } from './card.ts';

/** As the view is once this is posted. */
const handedOver = { state: 'COMPLETED', over: true, cancellable: false } as const;

/**
 * The message of a result, beside its file. Its text says the same, for where Slack takes no blocks with a file.
 * @param change what was done to make it fit
 */
export function resultOf(view: View, address: Address, change: string | undefined): Body {
  const { resultName, title, sizes, settings, lab, differences, losses, aside } = view;
  const name = !aside
    ? words.ready(mention(address.requester), escaped(resultName ?? title))
    : `*${escaped(aside.name)}*`;
  const version = aside ? undefined : versionLineOf(view.versioned);
  const ready = [
    name,
    ...(version === undefined ? [] : [escaped(version)]),
    ...differences.map(escaped),
  ].join('\n');
  const facts = [
    ...(sizes === undefined ? [] : [escaped(sizes)]),
    ...pageOf(view, address),
    ...[change, settings, ...losses, lab ? status.lab : undefined]
      .filter((it) => it !== undefined && it !== '')
      .map((it) => escaped(it ?? '')),
  ].join(' · ');
  const posted = { ...view, ...handedOver, undelivered: false, removed: false };
  const result = { changed: change !== undefined };
  const actions = actionsOf(posted, { ...shownAt(address), result, removed: false });
  return bodyOf(
    [section(ready), ...(facts === '' ? [] : [context(facts)]), ...actionRow(actions)],
    [ready, facts].join('\n'),
  );
}

/** A link to the page of a result, or of several. */
export function pageOf(view: View, address: Address): string[] {
  const page = pageLinkOf(view, shownAt(address));
  return page ? [link(page.label, page.url)] : [];
}
