/** What the admins of a workspace are told. */

import type { Bot } from '../context.ts';
import { asFault, isPassing, slackError } from '../errors.ts';
import { bodyOf, plain, section } from './blocks.ts';
import { postMessage } from './post-message.ts';

/**
 * In the channel that they named. Slack names nobody else who could be told: without a channel it stands in the log.
 * @param scope a workspace's id. @param text plain text. @throws what is worth another try; it names no secret.
 */
export async function notify(bot: Bot, scope: string, channel: string | null, text: string): Promise<void> {
  const team = await bot.teamNamed(scope);
  if (!team || channel === null) {
    bot.log.warn({ team: scope, text }, 'nobody is there to be told what admins should know');
    return;
  }
  const body = bodyOf([section(plain(text))]);
  // Told again after an unclear failure, it is the same notice for a day.
  const key = `notice ${new Date(bot.clock()).toISOString().slice(0, 10)} ${text}`;
  const closed = (error: unknown): undefined => {
    if (isPassing(error)) throw asFault(error);
    bot.log.warn({ team: team.id, error: slackError(error) }, 'admins could not be told');
  };
  const access = await bot.accessTo(team).catch(closed);
  if (!access) return;
  await postMessage(bot, access, { channel, body, key }).catch(closed);
}
