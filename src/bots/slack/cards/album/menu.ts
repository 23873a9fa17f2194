/** What can be done with several: buttons, and a menu where they would be too many. */
import type { types } from '@slack/bolt';
import type { Action } from '../../../../chat/action.ts';
import type { Menu } from '../../../../chat/batch/actions.ts';
import { ids } from '../../ids.ts';
import { button, label, row } from '../blocks.ts';

/** Buttons, and one menu to choose among many; each option carries all it needs, as a button does. */
export function menuRow(buttons: readonly Action[], menu: Menu | undefined): types.ActionsBlock[] {
  const options = (menu?.options ?? []).map((it) => ({
    text: label(it.label),
    value: ids.option(it, it.id),
  }));
  return row([
    ...buttons.map((action) => button({ ...action, id: ids.action(action), value: action.id })),
    ...(menu && options.length > 0
      ? [{ type: 'static_select' as const, action_id: ids.menu, placeholder: label(menu.label), options }]
      : []),
  ]);
}
