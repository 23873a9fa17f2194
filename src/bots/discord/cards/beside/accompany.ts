/** What is posted below a result though nobody asked for it, once. */
import type { Delivery } from '../../../../core/ports/platform.ts';
import type { View } from '../../../../core/view/view.ts';
import { type Address, amend, readAddress } from '../../address.ts';
import type { Bot } from '../../context.ts';
import { limitOf } from '../../upload-limits.ts';
import { findReply } from '../find-posted.ts';
import { attempt } from '../fit-and-send.ts';
import { postReply } from '../post-message.ts';
import { resultMessage } from '../result.ts';
import { rememberAside } from './asides.ts';

/** As `Platform.accompany`: in reply to the result, where the bot may post by its own token. */
export async function accompany(bot: Bot, given: Address, view: View, delivery: Delivery): Promise<void> {
  const job = await bot.requests.read(view.id);
  const { result, member, guild, asides, accompanying } = job ? readAddress(job.address) : given;
  if (!result || !member || asides?.some(({ own }) => own)) return;
  const { channel, message: reply } = result;
  const known =
    accompanying === undefined
      ? undefined
      : await findReply(bot, { channel, since: accompanying, reply, job: view.id });
  if (known !== undefined) return rememberAside(bot, view.id, { channel, message: known, own: true });
  const begun = bot.clock();
  await amend(bot, view.id, (now) => ({ ...now, accompanying: now.accompanying ?? begun }));
  const options = { limit: await limitOf(bot, guild), learn: () => {} };
  const message = await attempt({ bot, view, delivery }, options, async ({ posted, remark, form, files }) => {
    const how = { now: bot.clock(), remark, neutral: form !== 'full' };
    const body = resultMessage(view, given, posted, how);
    return postReply(bot, { id: reply, channel_id: channel }, { body, files, nonce: `aside ${view.id}` });
  });
  if (message !== undefined) await rememberAside(bot, view.id, { channel, message, own: true });
}
