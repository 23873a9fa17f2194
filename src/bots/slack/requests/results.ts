/** A result that is there already: sent once more, or taken away for everybody. */
import { Refusal } from '../../../chat/reply.ts';
import type { Destination } from '../../../chat/turn.ts';
import { words as chatWords } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Job } from '../../../core/domain/job.ts';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { amend, readAddress } from '../address.ts';
import { asideIn, rememberAside, removeAsides } from '../cards/beside/asides.ts';
import { note } from '../cards/blocks.ts';
import { directHome, homeFor } from '../cards/destination.ts';
import { inConversation, inTime } from '../cards/post-result.ts';
import { shareOf } from '../cards/share.ts';
import type { Body, Bot, Conversation } from '../context.ts';
import { errorKind, slackError } from '../errors.ts';
import { textWords } from '../words/commands.ts';
import { words } from '../words/request.ts';

/**
 * In the place, or to the person directly where the bot is not in that place.
 * @returns what to say of it. @throws Refusal, or Failure cannot-deliver
 */
export async function sendResult(
  bot: Bot,
  { conversation, user }: { conversation: Conversation; user: string },
  it: { job: Job; view: View; delivery: Delivery; to: Destination },
): Promise<Body> {
  const access = await bot.accessTo(conversation.team);
  const home =
    it.to === 'here'
      ? await homeFor(bot, access, conversation, user)
      : await directHome(access, conversation.team, user);
  const address = readAddress(it.job.address);
  const { view, delivery } = it;
  const { channel, thread } = home.conversation;
  // Its job's card stays as it is, and so does its record.
  const work = { bot, access, address, view, delivery, marks: false as const };
  const outcome = await inTime(inConversation(work, { channel, thread }));
  if ('why' in outcome) throw new Failure('cannot-deliver', { detail: outcome.why });
  if (it.to === 'here') await rememberAside(bot, it.job.id, address, asideIn(outcome.result));
  const { permalink } = outcome.result;
  const what = delivery.as === undefined ? chatWords.sentAgain : chatWords.posted;
  const sent = permalink === undefined ? what : textWords.sentAt(permalink, what);
  return note([...(home.said === undefined ? [] : [home.said]), sent].join('\n'));
}

/** The message with it, once. @throws Refusal where Slack does not let it be done */
export async function removeResult(bot: Bot, job: Job): Promise<void> {
  const address = readAddress(job.address);
  const { result } = address;
  if (!result || result.removed) return removeAsides(bot, job.id, address);
  const access = await bot.accessTo(address.team);
  const ts = result.ts ?? (await shareOf(access, result.channel, result.file)).ts;
  if (ts === undefined) throw new Refusal(words.cannotRemove);
  await access.post.chat.delete({ channel: result.channel, ts }).catch((error: unknown) => {
    // Somebody else was quicker.
    if (errorKind(error) === 'frozen') return;
    bot.log.warn({ job: job.id, error: slackError(error) }, 'a result could not be removed');
    throw new Refusal(words.cannotRemove);
  });
  await amend(bot, job.id, address, (now) => ({
    ...now,
    result: { ...(now.result ?? result), ts, removed: true },
  }));
  await removeAsides(bot, job.id, address);
}
