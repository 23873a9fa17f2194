/** What can be done with a job: the buttons of cards, results and lists, on every platform the same. */

import type { ComparisonType, MovingType } from '../core/domain/media-record.ts';
import { movingNames } from '../core/media/moving/words.ts';
import type { FollowUp, View } from '../core/view/view.ts';
import { whatIsDone } from '../core/words/settings.ts';
import { findModel } from '../models/index.ts';
import { type Action, sure, withPrice } from './action.ts';
import { batchWords } from './batch/words.ts';
import { presetWords } from './presets/words.ts';
import { movingOf, repairsOf, shownPrice } from './repair.ts';
import type { Shown } from './request.ts';
import { tasteActionsOf } from './taste/actions.ts';
import { tasteWords } from './taste/words.ts';
import { versionActionsOf } from './versions/actions.ts';
import { words } from './words.ts';

/** Where the buttons stand: under a job's card or result, or in a list of jobs. */
export type Standing = 'card' | 'list';

/** In a list what is most likely wanted comes first; under a result, what it can become. */
export function actionsOf(view: View, shown: Shown, at: Standing = 'card'): Action[] {
  const { id } = view;
  if (view.cancellable) return [cancelOf(view), ...movingOf(view)];
  if (!view.over) return [];
  const again: Action = { act: 'again', id, label: words.again };
  const change: Action = { act: 'change', id, label: words.change };
  const resend: Action = { act: 'resend', id, label: words.resend };
  const original: Action = { act: 'original', id, label: words.original };
  if (view.undelivered) return [resend, original, again, change];
  // What was taken away is over for everybody: nothing is left there that would spend.
  if (view.removed || shown.removed) return [];
  if (view.taste) return [...tasteActionsOf(view), ...(shown.result ? [tucked(removeOf(id, shown))] : [])];
  if (view.aside) return view.aside.more.map((type) => compareOf(id, type));
  if (view.state !== 'COMPLETED') return [...repairsOf(view), change];
  if (at === 'list') return [again, ...nextOf(view), { ...resend, label: words.resendHere }];
  return [
    ...movingOf(view),
    ...(view.cameAs ? [asMovingOf(id, view.cameAs)] : []),
    ...nextOf(view),
    ...comparesOf(view),
    ...versionActionsOf(view),
    ...(view.result?.type.startsWith('image/') ? [tucked(tryOf(id))] : []),
    ...[again, change].map(tucked),
    ...(shown.result?.changed ? [original] : []),
    ...(shown.result ? [tucked(removeOf(id, shown))] : []),
    tucked({ act: 'preset', id, label: presetWords.save }),
  ];
}

/** The buttons that have room beside a result, and one for the others. */
export function inOneRow(view: Pick<View, 'id'>, actions: readonly Action[]): Action[] {
  const [shown, hidden] = [actions.filter(({ more }) => !more), actions.filter(({ more }) => more)];
  return hidden.length === 0 ? shown : [...shown, { act: 'more', id: view.id, label: words.more }];
}

const tucked = (action: Action): Action => ({ ...action, more: true });

/** What a result can be handed to; whoever presses pays. Of several ways to run a model the first has a button of its own. */
function nextOf({ id, next }: View): Action[] {
  return next.flatMap((it, index): Action[] => {
    const label = labelOf(it);
    if (label === undefined) return [];
    const isFirst = next.findIndex(({ model }) => model === it.model) === index;
    const what = it.value === undefined ? it.model : `${it.model}.${it.value}`;
    const argument = withPrice(what, it.price);
    const action: Action = { act: 'next', id, argument, label };
    return [isFirst ? action : tucked(action)];
  });
}

function labelOf({ model: name, value, price, asks }: FollowUp): string | undefined {
  const model = findModel(name);
  if (!model) return undefined;
  const does = value === undefined ? model.short : whatIsDone(model, settingsFor(name, value), model.short);
  return words.followUp(does, { opens: asks, price: asks || price >= shownPrice ? price : undefined });
}

const asMovingOf = (id: string, argument: MovingType): Action => ({
  act: 'moving',
  id,
  argument,
  label: words.asType(movingNames[argument]),
});

/** Where a picture is changed is asked below its comparison. */
function comparesOf({ id, compares, result, still }: View): Action[] {
  if (compares === undefined) return [];
  const wipe = still || result?.type.startsWith('video/') ? [] : [tucked(compareOf(id, 'wipe'))];
  return [compareOf(id, 'picture'), ...wipe];
}

const tryOf = (id: string): Action => ({ act: 'try', id, label: tasteWords.tryOut });

const compareOf = (id: string, argument: ComparisonType): Action => ({
  act: 'compare',
  id,
  argument,
  label: words.compare[argument],
});

/** The settings that go with the value of a model's main setting. */
export function settingsFor(
  name: string,
  value: string | number | undefined,
): Record<string, string | number> {
  const main = findModel(name)?.main;
  return main === undefined || value === undefined ? {} : { [main]: value };
}

const cancelOf = ({ id, cancelNote }: Pick<View, 'id' | 'cancelNote'>): Action => ({
  act: 'cancel',
  id,
  ...(cancelNote === undefined
    ? { label: words.cancel }
    : {
        label: words.cancelPaid,
        argument: sure,
        confirm: { ...words.cancelDialogue, text: cancelNote },
      }),
});

const removeOf = (id: string, shown: Shown): Action => ({
  act: 'remove',
  id,
  argument: sure,
  label: words.remove,
  style: 'danger',
  confirm: removeDialogueOf(shown),
});

/** What stands in one message goes together. */
export const removeDialogueOf = ({ result }: Shown) =>
  result?.together ? batchWords.removeDialogue(result.together.count) : words.removeDialogue;
