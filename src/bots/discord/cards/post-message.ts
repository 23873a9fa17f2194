/** Messages by the bot's own token: in reply to somebody's, or to a person directly. */
import { type GatewayMessageCreateDispatchData, type RawFile, Routes } from 'discord.js';
import { z } from 'zod';
import { paced } from '../../../async/paced.ts';
import type { Bot } from '../context.ts';
import { errorKind, isClosed, isWeather } from '../errors.ts';
import type { Attached } from './edit-card.ts';

type Sender = Pick<Bot, 'rest' | 'uploads' | 'log' | 'pause'>;
export type Incoming = GatewayMessageCreateDispatchData;
/** A message that is answered. */
export type Answered = Pick<Incoming, 'id' | 'channel_id' | 'guild_id'> & { author: { id: string } };
const idSchema = z.object({ id: z.string() });

/** The channel of direct messages with a person; it is made when there is none. @throws the refusal */
export async function directChannel({ rest }: Pick<Bot, 'rest'>, user: string): Promise<string> {
  const answer = await rest.post(Routes.userChannels(), { body: { recipient_id: user } });
  return idSchema.parse(answer).id;
}

/** @param message.id `''` answers none. @param nonce what is posted with the same one within a few minutes is one message; at most 25 characters */
export async function postReply(
  bot: Pick<Bot, 'rest' | 'uploads' | 'pause'>,
  { id, channel_id: channel }: Pick<Incoming, 'id' | 'channel_id'>,
  { body, files = [], nonce }: { body: Attached; files?: RawFile[]; nonce: string },
): Promise<string> {
  const once = { ...body, nonce: nonce.slice(-25), enforce_nonce: true };
  const reference = id === '' ? {} : { message_reference: { message_id: id, fail_if_not_exists: false } };
  const rest = files.length > 0 ? bot.uploads : bot.rest;
  const post = (more: object) =>
    rest.post(Routes.channelMessages(channel), { body: { ...once, ...more }, files });
  // What goes with a file is a step of a job, which comes again by itself.
  const again = (error: unknown) => files.length === 0 && isWeather(error) && 0;
  const send = (more: object) => paced(bot.pause, () => post(more), again);
  const answer = await send(reference).catch((error: unknown) => {
    // Where it may not read what was said before it may post, but not in reply.
    if (errorKind(error) !== 'no-history') throw error;
    return send({});
  });
  return idSchema.parse(answer).id;
}

/**
 * In reply to the message. Where the bot may not post, to the person directly.
 * @param count of the answers to this message so far: delivered twice, each is still one.
 * @returns the id of the reply; undefined where there is none.
 */
export async function sendReply(
  bot: Sender,
  message: Answered,
  { body, files = [], count }: { body: Attached; files?: RawFile[]; count: number },
): Promise<string | undefined> {
  try {
    return await postReply(bot, message, { body, files, nonce: `say ${message.id} ${count}` });
  } catch (error) {
    if (errorKind(error) !== 'no-access') bot.log.warn({ err: error }, 'a message could not be answered');
    else await sendDirectly(bot, message.author.id, body, files);
    return undefined;
  }
}

/** @returns whether they take direct messages. */
export async function sendDirectly(
  bot: Sender,
  person: string,
  body: Attached,
  files: RawFile[] = [],
): Promise<boolean> {
  const rest = files.length > 0 ? bot.uploads : bot.rest;
  try {
    await rest.post(Routes.channelMessages(await directChannel(bot, person)), { body, files });
    return true;
  } catch (error) {
    if (!isClosed(error)) throw error;
    bot.log.debug({ err: error }, 'a person takes no direct messages');
    return false;
  }
}
