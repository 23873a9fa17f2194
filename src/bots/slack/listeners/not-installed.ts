/** Somebody uses the app where it is not installed, or where that cannot be found out. */
import { z } from 'zod';
import { replyPrivately } from '../cards/reply-privately.ts';
import { teamOf } from '../connection/team.ts';
import { type Bot, Uninstalled } from '../context.ts';
import { slackError } from '../errors.ts';
import { installWords as words } from '../words/install.ts';

const bodySchema = z.object({
  response_url: z.url().optional(),
  user_id: z.string().optional(),
  user: z.object({ id: z.string() }).optional(),
});

/** Says so, if Slack gave an address for an answer. @param body as Slack sent it @param error as Bolt wraps it */
export async function answerNotInstalled(bot: Bot, body: unknown, error: unknown): Promise<void> {
  const reason = rootOf(error);
  const team = teamOf(body);
  bot.log.warn({ team: team.id, reason: slackError(reason) }, 'slack tells of a workspace without the app');
  const { response_url: responseUrl, user_id, user } = bodySchema.parse(body);
  const who = user_id ?? user?.id;
  if (responseUrl === undefined || who === undefined) return;
  const said = reason instanceof Uninstalled ? words.notInstalled : words.broken;
  await replyPrivately(bot, { team, channel: who, direct: true, responseUrl }, who, said);
}

function rootOf(error: unknown): unknown {
  const inner = error instanceof Error && 'original' in error ? error.original : undefined;
  return inner === undefined ? error : rootOf(inner);
}
