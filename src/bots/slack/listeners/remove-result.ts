/** Taking a result away for everybody. */
import type { Job } from '../../../core/domain/job.ts';
import { readAddress } from '../address.ts';
import { shareOf } from '../cards/share.ts';
import { show } from '../cards/show.ts';
import { amend } from '../cards/update-address.ts';
import { Refused } from '../context.ts';
import { errorKind, slackError } from '../errors.ts';
import { type ActionContext, whoPressed } from '../requests/action-context.ts';
import { words } from '../words/request.ts';

/**
 * By the requester, the author of the source, or an admin.
 * @throws Refused when they may not, or Slack does not let it be done
 */
export async function remove(action: ActionContext, job: Job): Promise<void> {
  const { bot, user } = action;
  const address = readAddress(job.address);
  const { result, marks } = address;
  const may =
    [address.requester, marks?.author].includes(user) ||
    (await bot.requests.credits.isAdmin(await whoPressed(action)));
  if (!may) throw new Refused(words.notYoursToRemove);
  if (!result || result.removed) return;
  const access = await bot.accessTo(address.team);
  const ts = result.ts ?? (await shareOf(access, result.channel, result.file)).ts;
  if (ts === undefined) throw new Refused(words.cannotRemove);
  await access.post.chat.delete({ channel: result.channel, ts }).catch((error: unknown) => {
    // Somebody else was quicker.
    if (errorKind(error) === 'frozen') return;
    bot.log.warn({ job: job.id, error: slackError(error) }, 'a result could not be removed');
    throw new Refused(words.cannotRemove);
  });
  const removed = await amend(bot, job.id, address, (now) => ({
    ...now,
    result: { ...(now.result ?? result), ts, removed: true },
  }));
  await show(bot, removed, await bot.requests.view(job));
}
