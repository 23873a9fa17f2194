/** What can be done with a job: the buttons of cards, results and lists, on every platform the same. */

import type { View } from '../core/view/view.ts';
import { quoteWords } from '../core/words/quote.ts';
import { models } from '../models/index.ts';
import { type Action, sure } from './action.ts';
import { mediumOfType } from './media-type.ts';
import type { Offer } from './reply.ts';
import type { Shown } from './request.ts';
import { words } from './words.ts';

/** Where the buttons stand: under a job's card or result, or in a list of jobs. */
export type Standing = 'card' | 'list';

export function actionsOf(view: View, shown: Shown, at: Standing = 'card'): Action[] {
  const { id } = view;
  if (view.cancellable) return [cancelOf(view)];
  if (!view.over) return [];
  const again: Action = { act: 'again', id, label: words.again };
  const change: Action = { act: 'change', id, label: words.change };
  const resend: Action = { act: 'resend', id, label: words.resend };
  if (view.undelivered) return [resend, again, change];
  if (view.state !== 'COMPLETED' || view.removed || shown.removed) return [again, change];
  if (at === 'list') return [...nextOf(view), { ...resend, label: words.resendHere }, again];
  const original: Action = { act: 'original', id, label: words.original };
  return [
    ...nextOf(view),
    ...(shown.result?.changed ? [original] : []),
    change,
    ...(shown.result ? [removeOf(id)] : []),
  ];
}

/** What a result can be handed to; whoever presses pays. */
function nextOf({ id, result }: View): Action[] {
  const medium = mediumOfType(result?.type ?? '') ?? 'image';
  return models
    .filter(({ takes }) => takes === medium)
    .map(({ name, command }) => ({
      act: 'next',
      id,
      argument: name,
      label: words.next(command),
      style: 'primary',
    }));
}

const cancelOf = ({ id, cancelNote }: Pick<View, 'id' | 'cancelNote'>): Action => ({
  act: 'cancel',
  id,
  label: words.cancel,
  ...(cancelNote === undefined
    ? {}
    : { argument: sure, confirm: { ...words.cancelDialogue, text: cancelNote } }),
});

const removeOf = (id: string): Action => ({
  act: 'remove',
  id,
  label: words.remove,
  style: 'danger',
  confirm: words.removeDialogue,
});

/** The buttons of a price: itself and its cheaper variants as far as they can be paid, its form, and no. */
export const quoteActions = ({ id, choices, draft }: Offer): Action[] => [
  ...choices
    .filter(({ payable }) => payable)
    .map(({ variant, label }): Action => {
      if (variant === undefined) return { act: 'run', id, label, style: 'primary' };
      return { act: 'run', id, argument: String(variant), label };
    }),
  ...(draft ? [draft] : []),
  { act: 'drop', id, label: quoteWords.cancel },
];
