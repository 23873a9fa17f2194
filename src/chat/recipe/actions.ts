/** The buttons of a recipe that stopped: from where it can go on, else all of it once more. */
import type { View } from '../../core/view/view.ts';
import { type Action, withPrice } from '../action.ts';
import { words as chatWords } from '../words.ts';
import { chainWords as words } from './words.ts';

const resumeOf = (id: string, it: NonNullable<NonNullable<View['recipe']>['resume']>): Action => ({
  act: 'resume',
  id,
  argument: withPrice('', it.price),
  label: words.resume(it),
});

export function chainActionsOf({ id, recipe, batch = [] }: View): Action[] {
  const again: Action = { act: 'again', id, label: chatWords.again };
  if (recipe?.resume) return [resumeOf(id, recipe.resume)];
  // Where one of them could not be posted it is there all the same.
  const undelivered = batch.find(({ view }) => view?.undelivered)?.view;
  return undelivered ? [{ act: 'resend', id: undelivered.id, label: chatWords.resend }] : [again];
}
