/** What is done for people and with messages although nobody is there who has just done something. */
import type { Chat } from '../../../chat/chat.ts';
import type { Bot } from '../context.ts';
import { resumedTurn } from '../requests/message-turn.ts';
import { rewriteQuestion } from '../requests/owner.ts';
import { removeResult } from '../requests/remove-result.ts';
import { resultMessages } from '../requests/versions/results.ts';

export const withoutAnybody = (bot: () => Bot): Pick<Chat, 'goOn' | 'rewrite' | 'takeAway' | 'results'> => ({
  results: resultMessages(bot),
  goOn: (kept) => resumedTurn(bot(), kept),
  rewrite: (place, lines, actions) => rewriteQuestion(bot(), place, lines, actions),
  takeAway: (job) => removeResult(bot(), job),
});
