/** A result once more, where its person asks for it. */
import type { Job } from '../../../core/domain/job.ts';
import { readAddress } from '../address.ts';
import { homeFor } from '../cards/destination.ts';
import { postAgain } from '../cards/post-result.ts';
import { type Bot, Refused } from '../context.ts';
import type { IncomingText } from '../requests/incoming-text.ts';
import { textWords as words } from '../words/commands.ts';
import { words as frame } from '../words/request.ts';

/**
 * Posts it in the place, or to the person directly where the bot is not in that place.
 * @returns what to say of it, as mrkdwn. @throws Refused, or Failure cannot-deliver
 */
export async function resend(bot: Bot, { conversation, person }: IncomingText, job: Job): Promise<string> {
  const view = await bot.requests.view(job);
  if (!['COMPLETED', 'FAILED', 'CANCELLED'].includes(view.state)) throw new Refused(words.notDone);
  const delivery = await bot.resultOf(job);
  if (!delivery) throw new Refused(frame.fileGone);
  const access = await bot.accessTo(conversation.team);
  const home = await homeFor(bot, access, conversation, person.requester);
  const address = readAddress(job.address);
  const { channel, thread } = home.conversation;
  const { permalink } = await postAgain({ bot, address, view, delivery }, { channel, thread });
  return [
    ...(home.said === undefined ? [] : [home.said]),
    permalink === undefined ? words.sentAgain : words.sentAgainAt(permalink),
  ].join('\n');
}
