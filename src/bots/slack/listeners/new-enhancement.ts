/** The global shortcut: the form, which asks for everything. */
import type { GlobalShortcut } from '@slack/bolt';
import type { Handle } from '../context.ts';
import { openForm } from '../form/open.ts';

/** Opens the form at once. */
export const handleNew: Handle<GlobalShortcut> = (bot, { user, trigger_id: triggerId }, team) =>
  openForm(bot, { team, user: user.id, triggerId });
