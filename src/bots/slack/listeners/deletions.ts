/** Files that are deleted: what was made of them goes, too. */
import { lookForDeleted, sourceDeleted } from '../../../chat/owner/followed.ts';
import type { Bot, Team } from '../context.ts';
import { slackError } from '../errors.ts';
import { placeOf } from '../requests/source.ts';

export const fileDeleted = (bot: Bot, team: Team, file: string): Promise<void> =>
  sourceDeleted(bot.chat, bot.platform, placeOf(team.id, file));

/** ms. As often as that it may be looked for, whichever processes start. */
const lookMs = 3_600_000;

/** What was deleted while nobody heard, or what Slack tells nobody of. Never rejects. */
export async function missedDeletions(bot: Bot): Promise<void> {
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
