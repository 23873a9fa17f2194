/** From a form that was sent to jobs. */

import type { Bot, ChatRequest, Conversation, Found, Kept, Marks } from '../context.ts';
import { personOf } from '../requests/people.ts';
import { startRequest } from '../requests/start.ts';
import type { Filled } from './state.ts';
import { sourcesOf } from './validate.ts';

/**
 * One job for each file that is meant. Never rejects: what is wrong is said to the person.
 * @param at.key see `ChatRequest`; further files have keys of their own. @param at.responseUrl of a channel that was chosen
 */
export async function runFilled(
  bot: Bot,
  { user, key, responseUrl }: { user: string; key: string; responseUrl?: string | undefined },
  filled: Filled,
): Promise<void> {
  const { team, draft, model, settings, channel } = filled;
  const chosen: Conversation =
    channel === undefined ? directTo({ team }, user) : { team, channel, direct: false };
  const conversation = draft.conversation ?? {
    ...chosen,
    ...(responseUrl === undefined ? {} : { responseUrl }),
  };
  const person = await personOf(bot, { team, user, channel: conversation.channel });
  const chatRequest = { person, conversation, model: model.name, settings };
  await startEach(bot, { ...chatRequest, key }, sourcesOf(filled), draft);
}

/** One job for each source, or one for the file of an earlier job. @param chatRequest.key of the first; the others have their own */
export async function startEach(
  bot: Bot,
  chatRequest: Omit<ChatRequest, 'source' | 'kept' | 'marks'>,
  sources: readonly Found[],
  { kept, marks }: { kept?: Kept | undefined; marks?: Marks | undefined } = {},
): Promise<void> {
  const again = { ...(kept ? { kept } : {}), ...(marks ? { marks } : {}) };
  const { key } = chatRequest;
  for (const [index, source] of (kept ? [undefined] : sources).entries())
    await startRequest(bot, { ...chatRequest, ...again, key: index === 0 ? key : `${key}:${index}`, source });
}

/** Direct messages are reached by the person's own id. */
export const directTo = ({ team }: Pick<Conversation, 'team'>, user: string): Conversation => ({
  team,
  channel: user,
  direct: true,
});
