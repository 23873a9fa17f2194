/** What the admins of a workspace are told. */

import type { AdminNotice } from '../../../chat/chat.ts';
import type { Body, Bot } from '../context.ts';
import { asFault, isPassing, slackError } from '../errors.ts';
import { actionRow, bodyOf, plain, section } from './blocks.ts';
import { styled } from './mrkdwn.ts';
import { postMessage } from './post-message.ts';

/** @param notice a sentence of core's, as plain text, or lines that name people, with what can be done */
export function noticeToAdmins(notice: string | AdminNotice): Body {
  if (typeof notice === 'string') return bodyOf([section(plain(notice))]);
  const text = styled(notice.lines).join('\n');
  return bodyOf([section(text), ...actionRow(notice.actions ?? [])], text);
}

/**
 * In the channel that they named. Slack names nobody else who could be told: without a channel it stands in the log.
 * @param scope a workspace's id. @returns whether anybody was told. @throws what is worth another try; it names no secret.
 */
export async function notify(
  bot: Bot,
  scope: string,
  channel: string | null,
  notice: string | AdminNotice,
): Promise<boolean> {
  const team = await bot.teamNamed(scope);
  const body = noticeToAdmins(notice);
  const { text } = body;
  if (!team || channel === null) {
    bot.log.warn({ team: scope, text }, 'nobody is there to be told what admins should know');
    return false;
  }
  // Told again after an unclear failure, it is the same notice for a day.
  const actions = typeof notice === 'string' ? [] : (notice.actions ?? []);
  const about = [text, ...actions.map(({ argument }) => argument)].join(' ');
  const key = `notice ${new Date(bot.clock()).toISOString().slice(0, 10)} ${about}`;
  const closed = (error: unknown): undefined => {
    if (isPassing(error)) throw asFault(error);
    bot.log.warn({ team: team.id, error: slackError(error) }, 'admins could not be told');
  };
  const access = await bot.accessTo(team).catch(closed);
  if (!access) return false;
  return (await postMessage(bot, access, { channel, body, key }).catch(closed)) !== undefined;
}
