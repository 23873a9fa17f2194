/** The form for lasting credits. */
import type { types } from '@slack/bolt';
import { amountFrom } from '../../../core/domain/amount.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { plain } from '../cards/blocks.ts';
import { setupWords as words } from '../words/setup.ts';
import { action, attempt, modal, type Sent, type Wrong } from './small-form.ts';

const kinds = ['grant', 'revoke'] as const;
const option = (value: (typeof kinds)[number]): types.PlainTextOption => ({
  text: plain(value === 'grant' ? words.give : words.takeBack),
  value,
});

/** Lasting credits, given or taken back. */
export const grantForm = (): types.ModalView =>
  modal('grant', words.grantTitle, [
    field('what', words.what, {
      type: 'static_select',
      action_id: action,
      options: kinds.map(option),
      initial_option: option('grant'),
    }),
    field('person', words.person, { type: 'users_select', action_id: action }),
    field(
      'amount',
      words.amount,
      { type: 'plain_text_input', action_id: action, max_length: 20 },
      words.amountHint,
    ),
    field(
      'reason',
      words.reason,
      { type: 'plain_text_input', action_id: action, max_length: 200 },
      words.reasonHint,
    ),
  ]);

const field = (
  name: string,
  label: string,
  element: types.InputBlock['element'],
  hint?: string,
): types.InputBlock => ({
  type: 'input',
  block_id: `give:${name}`,
  label: plain(label),
  element,
  ...(hint === undefined ? {} : { hint: plain(hint) }),
});

export function readGrant({
  values,
}: Sent): { give: (typeof kinds)[number]; it: { to: string; amount: string; reason: string } } | Wrong {
  const of = (name: string) => values[`give:${name}`]?.[action];
  const errors: Record<string, string> = {};
  const [to, amount, reason] = [
    of('person')?.selected_user ?? '',
    of('amount')?.value ?? '',
    of('reason')?.value ?? '',
  ];
  attempt(errors, 'give:amount', () => amountFrom(amount));
  if (reason.trim() === '') errors['give:reason'] = new Failure('reason-missing').message;
  if (to === '') errors['give:person'] = new Failure('person-missing').message;
  const give = of('what')?.selected_option?.value === 'revoke' ? 'revoke' : 'grant';
  return Object.keys(errors).length > 0 ? { errors } : { give, it: { to, amount, reason } };
}
