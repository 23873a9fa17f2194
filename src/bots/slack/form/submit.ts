/** From a form that was sent to jobs. */

import { startAll } from '../../../chat/batch/start.ts';
import { chosenIn } from '../../../chat/form/form.ts';
import { nextOf } from '../../../chat/recipe/next.ts';
import type { Bot, Conversation, Team } from '../context.ts';
import { turnOf } from '../requests/turn.ts';
import type { Filled } from './state.ts';
import { sourcesOf } from './validate.ts';

/**
 * One job for each file that is meant. Never rejects: what is wrong is said to the person.
 * @param at.responseUrl of a channel that was chosen
 */
export async function runFilled(
  bot: Bot,
  { user, key, responseUrl }: { user: string; key: string; responseUrl?: string | undefined },
  filled: Filled,
): Promise<void> {
  const { team, draft, model, channel } = filled;
  const chosen: Conversation =
    channel === undefined ? directTo(team, user) : { team, channel, direct: false };
  const conversation = draft.conversation ?? {
    ...chosen,
    ...(responseUrl === undefined ? {} : { responseUrl }),
  };
  const { kept } = draft;
  const media = sourcesOf(filled);
  const next = nextOf(model, draft.next, filled.next);
  const settings = chosenIn(model, filled.settings, draft.settings);
  const asked = { model: model.name, settings, next, kept };
  const turn = turnOf(bot, { conversation, user, key, sent: { ...asked, media } });
  await startAll(bot.chat, turn, asked, media);
}

/** Direct messages are reached by the person's own id. */
export const directTo = (team: Team, user: string): Conversation => ({ team, channel: user, direct: true });
