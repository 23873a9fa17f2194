/** The two forms for limits: those of everybody, and the budget with its channel. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { limitText } from '../../../core/credits/words/limits.ts';
import {
  type LimitName,
  type Limits,
  limitFrom,
  limitKinds,
  limitNames,
} from '../../../core/domain/limits.ts';
import { credits } from '../../../core/words/amounts.ts';
import { plain } from '../cards/blocks.ts';
import { setupWords as words } from '../words/setup.ts';
import { action, attempt, modal, type Sent, type Wrong } from './small-form.ts';

const before = z.record(z.string(), z.string());

/** Groups cannot be chosen in a form: the command sets them. */
const isDrawn = (name: LimitName) => limitKinds[name].kind !== 'groups';
const ofBudget: readonly LimitName[] = ['budget', 'cost_per_day', 'cost_per_month', 'admin_channel'];
const limitsOf = (which: 'limits' | 'budget'): LimitName[] =>
  limitNames.filter((name) => isDrawn(name) && ofBudget.includes(name) === (which === 'budget'));

/** Every limit of one of the two forms, filled in as it is now. */
export function limitsForm(which: 'limits' | 'budget', limits: Limits): types.ModalView {
  const names = limitsOf(which);
  // What is not touched is not set, so that it goes on following what it was at first.
  const metadata = JSON.stringify(Object.fromEntries(names.map((name) => [name, typed(name, limits[name])])));
  const title = which === 'limits' ? words.limitsTitle : words.budgetTitle;
  return modal(
    which,
    title,
    names.map((name) => limitField(name, limits[name])),
    metadata,
  );
}

/** A limit as a person types it. */
function typed(name: LimitName, value: Limits[LimitName]): string {
  if (value === null) return words.noLimit;
  return limitKinds[name].kind === 'credits' ? credits(Number(value)) : String(value);
}

function limitField(name: LimitName, value: Limits[LimitName]): types.InputBlock {
  const { title, description } = limitText[name];
  const { kind, choices } = limitKinds[name];
  const channel = kind === 'channel';
  if (choices) return choiceField(name, choices, String(value));
  return {
    type: 'input',
    block_id: `limit:${name}`,
    optional: true,
    label: plain(title),
    hint: plain(channel ? description : words.limitHint(description, kind !== 'day')),
    element: channel
      ? {
          type: 'conversations_select',
          action_id: action,
          filter: { include: ['public', 'private'], exclude_bot_users: true },
          ...(typeof value === 'string' ? { initial_conversation: value } : {}),
        }
      : { type: 'plain_text_input', action_id: action, max_length: 20, initial_value: typed(name, value) },
  };
}

function choiceField(name: LimitName, choices: readonly string[], now: string): types.InputBlock {
  const { title, description } = limitText[name];
  const options = choices.map((value) => ({ text: plain(value), value }));
  const initial = options.find(({ value }) => value === now);
  return {
    type: 'input',
    block_id: `limit:${name}`,
    optional: true,
    label: plain(title),
    hint: plain(words.limitHint(description, false)),
    element: {
      type: 'static_select',
      action_id: action,
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

/** What was changed, as typed, for core to set; or what is wrong with it, at each field. */
export function readLimits({ values, metadata }: Sent): { changes: Record<string, string> } | Wrong {
  const was = before.parse(JSON.parse(metadata));
  const changes: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const name of limitNames) {
    const field = values[`limit:${name}`]?.[action];
    if (!field) continue;
    const channel = limitKinds[name].kind === 'channel';
    const chosen = field.selected_option?.value;
    const given = channel
      ? (field.selected_conversation ?? words.noLimit)
      : (chosen ?? field.value ?? '').trim();
    if (given === was[name]) continue;
    changes[name] = given === '' ? 'default' : given;
    if (given !== '') attempt(errors, `limit:${name}`, () => limitFrom(name, given, false));
  }
  return Object.keys(errors).length > 0 ? { errors } : { changes };
}
