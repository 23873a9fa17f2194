/** Files that are deleted: what was made of them goes, too. */
import type { App } from '@slack/bolt';
import { lookForDeleted, sourceDeleted } from '../../../chat/owner/followed.ts';
import { teamOf } from '../connection/team.ts';
import type { Bot } from '../context.ts';
import { slackError } from '../errors.ts';
import { placeOf } from '../requests/source.ts';

export function hearDeletions(app: App, bot: Bot): void {
  bot.background(missedDeletions(bot));
  app.event('file_deleted', async ({ event, body }) => {
    const { id } = teamOf(body);
    bot.background(sourceDeleted(bot.chat, bot.platform, placeOf(id, event.file_id)));
  });
}

/** ms. As often as that it may be looked for, whichever processes start. */
const lookMs = 3_600_000;

/** What was deleted while nobody heard, or what Slack tells nobody of. Never rejects. */
async function missedDeletions(bot: Bot): Promise<void> {
  const isGone = async (at: string): Promise<boolean | undefined> => {
    const [scope = '', file = ''] = at.split(':');
    const team = await bot.teamNamed(scope);
    if (!team) return undefined;
    const { read } = await bot.accessTo(team);
    return read.files.info({ file }).then(
      () => false,
      (error: unknown) => slackError(error) === 'file_deleted' || undefined,
    );
  };
  try {
    const hour = Math.floor(bot.clock() / lookMs);
    if (await bot.isFirst(`deletions:${hour}`)) await lookForDeleted(bot.chat, bot.platform, isGone);
  } catch (error) {
    bot.log.warn({ error: slackError(error) }, 'it was not looked for what was deleted meanwhile');
  }
}
