/** Posting a result, once: as a reply to its card, else in the card, else as a direct message. */
import { readFile } from 'node:fs/promises';
import { type RawFile, Routes, SnowflakeUtil } from 'discord.js';
import { z } from 'zod';
import { Failure } from '../../../core/domain/failure.ts';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { bytes as size } from '../../../core/words/amounts.ts';
import { type Address, amend, isAlive, uploadMarginMs } from '../address.ts';
import { asBusy, errorKind, isClosed } from '../errors.ts';
import type { Bot } from '../context.ts';
import { directLimit, limitOf } from '../upload-limits.ts';
import { words } from '../words/request.ts';
import { directChannel } from './direct-message.ts';
import { type Attached, editCard } from './edit-card.ts';
import { cardWithResult, fileOf, type Posted, resultMessage } from './result.ts';

type Where = { channel: string; message: string; file?: string };
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
  return { ...address, result };
}

type Tried = Work & { earlier: number | undefined };

/** A message of its own by the bot's token. Undefined when the place is closed to it. */
async function asReply(work: Tried): Promise<Where | undefined> {
  const { bot, address } = work;
  const { limits } = bot;
  if (!address.member) return undefined;
  const limit = await limitOf(bot, address.guild);
  return create(work, address.channel, { limit, learn: (most) => limits.learn(address.guild, most) });
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
  return attempt(work, options, async ({ posted, why, neutral, files }) => {
    const body = cardWithResult(view, address, posted, { now: bot.clock(), why, neutral });
    const shown = await editCard(bot, target, body, { files, marginMs: uploadMarginMs });
    return shown === 'shown'
      ? { channel, message: card, ...(posted && { file: posted.fileName }) }
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

const mostRounds = 5;
/** Limits that Discord has had, the largest first. */
const knownLimits = [50, 25, 20, 10, 8].map((mebibytes) => mebibytes * 1024 * 1024);
const lowerThan = (bytes: number): number =>
  knownLimits.find((limit) => limit < bytes) ?? Math.floor(bytes / 2);

type Options = { limit: number; learn: (most: number) => void };
type Try = { posted: Posted | undefined; why: string; neutral: boolean; files: RawFile[] };

/** Creates the message, or finds the one that an earlier attempt left. */
async function create(work: Tried, channel: string, options: Options): Promise<Where | undefined> {
  const { bot, address, view, earlier } = work;
  const known = earlier === undefined ? undefined : await find(bot, channel, view.id, earlier);
  if (known) return { channel, message: known };
  const reference =
    channel === address.channel
      ? { message_reference: { message_id: address.card, fail_if_not_exists: false } }
      : {};
  return attempt(work, options, async ({ posted, why, neutral, files }) => {
    const message: Attached = resultMessage(view, address, posted, { now: bot.clock(), why, neutral });
    const body = { ...message, nonce: `result ${view.id}`, enforce_nonce: true };
    const send = (more: object) =>
      bot.uploads.post(Routes.channelMessages(channel), { body: { ...body, ...more }, files });
    const answer = await send(reference).catch((error: unknown) => {
      if (errorKind(error) !== 'no-history') throw error;
      return send({});
    });
    const { id, channel_id } = messageSchema.parse(answer);
    return { channel: channel_id, message: id };
  });
}

/**
 * Tries with the file; smaller when it is refused for its size, and once without people's words when those are.
 * Undefined when the place is closed. @throws what is worth another try.
 */
async function attempt(
  { bot, delivery, view }: Work,
  { limit, learn }: Options,
  send: (it: Try) => Promise<Where | undefined>,
): Promise<Where | undefined> {
  let most = limit;
  let neutral = false;
  for (let round = 1; round <= mostRounds; round += 1) {
    // A message without the file is better than none.
    const fitting = round < mostRounds ? await bot.fit(delivery, view, most) : undefined;
    const posted = fitting && {
      type: fitting.type,
      fileName: fitting.fileName,
      ...(fitting.change && { change: fitting.change }),
    };
    const why = posted ? '' : words.tooLarge(size(delivery.bytes), size(most));
    try {
      return await bot.limitUploads(async () => {
        const files = fitting && posted ? [fileOf(posted, await readFile(fitting.path))] : [];
        return send({ posted, why, neutral, files });
      });
    } catch (error) {
      const kind = errorKind(error);
      if (kind === 'too-large' && fitting) {
        // The limit that was told was not the true one.
        most = lowerThan(Math.min(most, fitting.bytes));
        learn(most);
      } else if ((kind === 'moderated' || kind === 'bad-body') && !neutral) neutral = true;
      else if (isClosed(error) || kind === 'bad-body') {
        bot.log.warn({ job: view.id, err: error }, 'a result could not be posted where it was asked for');
        return undefined;
      } else throw asBusy(error);
    }
  }
  return undefined;
}

/** ms. The clocks of two machines differ. */
const clockMarginMs = 60_000;

/** What an earlier attempt posted: our own message whose buttons carry the job's id. */
async function find(bot: Bot, channel: string, job: string, since: number): Promise<string | undefined> {
  const after = SnowflakeUtil.generate({
    timestamp: Math.floor(since - clockMarginMs),
    increment: 0n,
  }).toString();
  const query = new URLSearchParams({ limit: '100', after });
  const found = await bot.rest.get(Routes.channelMessages(channel), { query }).catch((error: unknown) => {
    if (['gone', 'no-access', 'no-history'].includes(errorKind(error))) return [];
    throw asBusy(error);
  });
  const marker = `"v1:remove:${job}"`;
  return z
    .array(z.looseObject({ id: z.string(), author: z.object({ id: z.string() }) }))
    .parse(found)
    .find(
      (message) => message.author.id === bot.userId && JSON.stringify(message.components).includes(marker),
    )?.id;
}
