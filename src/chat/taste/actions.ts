/** The buttons under the picture of a taste test. */
import type { View } from '../../core/view/view.ts';
import type { Action } from '../action.ts';
import { tasteWords as words } from './words.ts';

/** Each way for the whole picture, and a vote for each; the numbers are the tiles'. */
export function tasteActionsOf({ id, taste }: Pick<View, 'id' | 'taste'>): Action[] {
  const ways = taste?.ways ?? [];
  return [
    ...ways.flatMap(({ position, name, whole }): Action[] => {
      if (!whole) return [];
      const label = words.whole({ number: position + 1, name, price: whole.price, opens: whole.asks });
      return [{ act: 'whole', id, argument: String(position), label }];
    }),
    ...ways.map(
      ({ position }): Action => ({
        act: 'vote',
        id,
        argument: String(position),
        label: words.vote(position + 1),
      }),
    ),
  ];
}
