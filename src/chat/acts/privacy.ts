/** One's own say is changed by a button; without a choice it is shown, with what it could be. */
import { says } from '../../core/store/owners/says.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import { privacyCommand } from '../owner/privacy.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

export async function changePrivacy<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { argument }: Pick<Action, 'argument'>,
): Promise<void> {
  const say = says.find((each) => each === argument);
  await privacyCommand(chat, turn, say ? { deed: 'set', say } : { deed: 'show' });
}
