/** Posting a result, once: as a reply to its card, else in the card, else as a direct message. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import { versionPosted } from '../../../chat/versions/grown.ts';
import { words } from '../../../chat/words.ts';
import { Failure } from '../../../core/domain/failure.ts';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { type Address, amend, isAlive, uploadMarginMs } from '../address.ts';
import type { Bot } from '../context.ts';
import { asBusy, errorKind, isClosed } from '../errors.ts';
import { directLimit, limitOf } from '../upload-limits.ts';
import { editCard } from './edit-card.ts';
import { findPosted } from './find-posted.ts';
import { attempt, bareCard, bareResult, type Options } from './fit-and-send.ts';
import { directChannel } from './post-message.ts';
import { cardWithResult, resultMessage } from './result.ts';
import { threadFor } from './versions/thread.ts';

type Where = NonNullable<Address['result']>;
type Work = { bot: Bot; view: View; delivery: Delivery; address: Address };
const messageSchema = z.object({ id: z.string(), channel_id: z.string() });

/**
 * Posts it where it can be posted, unless it is posted already.
 * @returns the address with the result's place
 * @throws Failure cannot-deliver when every way is closed; anything else is worth another try.
 */
export async function post(work: Work): Promise<Address> {
  const { bot, view } = work;
  let { address } = work;
  if (address.result) return address;
  const earlier = address.posting;
  if (earlier === undefined) {
    // Written before the attempt: whoever tries after a crash looks first.
    address = { ...address, posting: bot.clock() };
    const { posting } = address;
    await amend(bot, view.id, (now) => ({ ...now, posting }));
  }
  const tried = { ...work, address, earlier };
  const result = (await asReply(tried)) ?? (await inCard(tried)) ?? (await directly(tried));
  if (!result) throw new Failure('cannot-deliver', { detail: words.noWay });
  await amend(bot, view.id, (now) => ({ ...now, result }));
  await versionPosted(bot, view.id);
  return { ...address, result };
}

type Tried = Work & { earlier: number | undefined };

/** A message of its own by the bot's token, beside other versions where there are any. Undefined when the place is closed to it. */
async function asReply(work: Tried): Promise<Where | undefined> {
  const { bot, address, view, earlier } = work;
  const { limits } = bot;
  if (!address.member) return undefined;
  const limit = await limitOf(bot, address.guild);
  const options = { limit, learn: (most: number) => limits.learn(address.guild, most) };
  const thread = await threadFor(bot, work);
  if (thread === undefined) return create(work, address.channel, options);
  // An attempt that found the thread closed may have left it in the channel.
  const known = earlier === undefined ? undefined : await findPosted(bot, address.channel, view.id, earlier);
  if (known) return { channel: address.channel, message: known };
  return (await create(work, thread, options)) ?? create(work, address.channel, options);
}

/** The card with the file in it, by the interaction's token. */
async function inCard(work: Tried): Promise<Where | undefined> {
  const { bot, address, view } = work;
  const { limits } = bot;
  const { token, channel, card } = address;
  if (!isAlive(token, bot.clock(), uploadMarginMs)) return undefined;
  const target = { token, channel, card, member: false };
  const limit = Math.min(token.limit, limits.known(address.guild));
  const options = { limit, learn: (most: number) => limits.learn(address.guild, most) };
  return attempt(work, options, async ({ posted, remark, form, files }) => {
    const how = { now: bot.clock(), remark, neutral: form !== 'full' };
    const body = form === 'bare' && posted ? bareCard(posted) : cardWithResult(view, address, posted, how);
    const shown = await editCard(bot, target, body, { files, marginMs: uploadMarginMs });
    return shown === 'shown'
      ? {
          channel,
          message: card,
          ...(posted && { file: posted.fileName }),
          ...(remark !== undefined && { remark }),
        }
      : undefined;
  });
}

/** A direct message; never from an age-restricted place. */
async function directly(work: Tried): Promise<Where | undefined> {
  const { bot, address } = work;
  if (address.restricted) return undefined;
  try {
    const channel = await directChannel(bot, address.requester);
    return await create(work, channel, { limit: directLimit, learn: () => {} });
  } catch (error) {
    if (isClosed(error)) return undefined;
    throw asBusy(error);
  }
}

/** Creates the message, or finds the one that an earlier attempt left. */
async function create(work: Tried, channel: string, options: Options): Promise<Where | undefined> {
  const { bot, address, view, earlier } = work;
  const known = earlier === undefined ? undefined : await findPosted(bot, channel, view.id, earlier);
  if (known) return { channel, message: known };
  const { card, source } = address;
  const at = source?.channel === channel ? source.message : card;
  const reference =
    channel === address.channel ? { message_reference: { message_id: at, fail_if_not_exists: false } } : {};
  return attempt(work, options, async ({ posted, remark, form, files }) => {
    const how = { now: bot.clock(), remark, neutral: form !== 'full' };
    const message =
      form === 'bare' && posted ? bareResult(posted) : resultMessage(view, address, posted, how);
    const body = { ...message, nonce: `result ${view.id}`, enforce_nonce: true };
    const send = (more: object) =>
      bot.uploads.post(Routes.channelMessages(channel), { body: { ...body, ...more }, files });
    const answer = await send(reference).catch((error: unknown) => {
      if (errorKind(error) !== 'no-history') throw error;
      return send({});
    });
    const { id, channel_id } = messageSchema.parse(answer);
    return { channel: channel_id, message: id, ...(remark !== undefined && { remark }) };
  });
}

/** The largest file that can be posted there, in bytes. */
export async function mostBytes(
  bot: Bot,
  { member, priced, guild, token }: Pick<Address, 'member' | 'priced' | 'guild' | 'token'>,
): Promise<number> {
  // Once it is run it is posted by the bot's own token.
  if (member || (priced && guild)) return limitOf(bot, guild);
  return Math.min(token?.limit ?? directLimit, bot.limits.known(guild));
}
