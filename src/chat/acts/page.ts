/** The page of a result, or of several: no action, since whoever opens it is nobody that a chat knows. A platform draws it as a link. */
import type { View } from '../../core/view/view.ts';
import type { Shown } from '../request.ts';
import { words } from '../words.ts';

export type PageLink = { label: string; url: string };

/**
 * Undefined where there is none, where something else than the result is shown, and where the result is to stay among those
 * who are there.
 * @param view of a result, or of the card of several
 */
export function pageLinkOf(
  { page, removed, aside, batch }: Pick<View, 'page' | 'removed' | 'aside' | 'batch'>,
  { confined }: Pick<Shown, 'confined'>,
): PageLink | undefined {
  if (page === undefined || removed || aside || confined) return undefined;
  const there = batch?.filter(({ view }) => view?.result && !view.removed) ?? [];
  return { label: batch ? words.openPages(there.length) : words.openPage, url: page };
}
