/** What can be done with several jobs that have one card: the same on every platform. */
import type { BatchLine, View } from '../../core/view/view.ts';
import { type Action, sure } from '../action.ts';
import { chainActionsOf } from '../recipe/actions.ts';
import { repairsOf } from '../repair.ts';
import { words } from '../words.ts';
import { batchWords } from './words.ts';

/** One of several to choose among; each has its action. */
export type Menu = { label: string; options: readonly Action[] };
export type BatchActions = { buttons: readonly Action[]; menu?: Menu };

/** So many that failed have buttons of their own; more are chosen among. */
const mostButtons = 3;

const numbered = ({ position, name }: BatchLine, action: Action): Action => ({
  ...action,
  label: batchWords.numbered(position, name),
});

/** Of their card. */
export function batchActionsOf(view: View): BatchActions {
  const lines = view.batch ?? [];
  if (!view.over) {
    const options = lines.flatMap((line): Action[] =>
      line.view?.cancellable ? [numbered(line, { act: 'cancel', id: line.view.id, label: '' })] : [],
    );
    const buttons = view.cancellable ? [stopOf(view)] : [];
    // What comes after it would have nothing to go on from.
    return options.length > 1 && !view.recipe
      ? { buttons, menu: { label: batchWords.cancelOne, options } }
      : { buttons };
  }
  // A way of a test that came to nothing is none to run again by itself.
  if (view.taste) return { buttons: [] };
  if (view.recipe) return { buttons: chainActionsOf(view) };
  const mending = lines.flatMap((line) => {
    const action = mendingOf(view.id, line);
    return action ? [{ line, action }] : [];
  });
  if (mending.length <= mostButtons)
    return {
      buttons: mending.map(({ line, action }) => ({
        ...action,
        label: batchWords.of(action.label, line.name),
      })),
    };
  const options = mending.map(({ line, action }) => numbered(line, action));
  return { buttons: [], menu: { label: batchWords.tryAgain, options } };
}

/** What brings one after all that came to nothing. */
function mendingOf(batch: string, { view, position, state }: BatchLine): Action | undefined {
  if (!view) return { act: 'anew', id: batch, argument: String(position), label: words.retry };
  if (view.undelivered) return { act: 'resend', id: view.id, label: words.resend };
  if (state === 'COMPLETED' || view.removed) return undefined;
  return repairsOf(view)[0] ?? { act: 'again', id: view.id, label: words.again };
}

function stopOf({ id, cancelNote, batch = [] }: View): Action {
  const label = batch.some(({ over }) => over) ? batchWords.cancelRest : batchWords.cancelAll;
  if (cancelNote === undefined) return { act: 'stop', id, label };
  const confirm = { ...batchWords.cancelDialogue, text: cancelNote };
  return { act: 'stop', id, argument: sure, label: batchWords.cancelRestAsked, confirm };
}

/** Under the results: each can be gone on with by itself. @param views of what stands there */
export const resultMenuOf = (views: readonly View[]): Menu => ({
  label: batchWords.goOn,
  options: views.map(
    ({ id, resultName, title }, index): Action => ({
      act: 'more',
      id,
      label: batchWords.numbered(index, resultName ?? title),
    }),
  ),
});
