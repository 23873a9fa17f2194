/** What is done for people and with messages although nobody is there who has just done something. */
import type { Chat } from '../../../chat/chat.ts';
import { messenger } from '../cards/notify-admins.ts';
import type { Bot } from '../context.ts';
import { resumedTurn } from '../requests/message-turn.ts';
import { rewriteQuestion } from '../requests/owner.ts';
import { removeResult } from '../requests/remove-result.ts';
import { resultMessages } from '../requests/versions/results.ts';

/** @param made as `bot`, for what may come before it */
export const withoutAnybody = (
  bot: () => Bot,
  made: Promise<Bot>,
): Pick<Chat, 'goOn' | 'rewrite' | 'takeAway' | 'results' | 'tell' | 'tellAdmins'> => ({
  ...messenger(made),
  results: resultMessages(bot),
  goOn: (kept) => resumedTurn(bot(), kept),
  rewrite: (place, lines, actions) => rewriteQuestion(bot(), place, lines, actions),
  takeAway: (job) => removeResult(bot(), job),
});
