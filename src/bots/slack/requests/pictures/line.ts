/** One line in the thread of a picture, with what can be pressed. */
import type { Posted } from '../../../../chat/channel-rules/new-picture.ts';
import { postMessage } from '../../cards/post-message.ts';
import type { Bot, Conversation } from '../../context.ts';
import { errorKind, slackError } from '../../errors.ts';
import { keepPlace } from '../owner/kept-turn.ts';
import { bodyFor } from '../owner/question.ts';

export async function lineUnder(
  bot: Bot,
  at: Conversation,
  { id, lines, actions }: Parameters<Posted['line']>[0],
): ReturnType<Posted['line']> {
  const { team, channel, thread } = at;
  const access = await bot.accessTo(team);
  try {
    const body = bodyFor(lines, actions);
    const { ts } = await postMessage(bot, access, { channel, thread, body, key: `line ${id}` });
    return { place: keepPlace(at), ts };
  } catch (error) {
    if (errorKind(error) !== 'closed') throw error;
    bot.log.debug({ error: slackError(error) }, 'nothing could be said below a picture');
    return undefined;
  }
}
