/** Answers to messages, for which there is no interaction. */
import { type GatewayMessageCreateDispatchData, Routes } from 'discord.js';
import { z } from 'zod';
import { errorKind } from '../errors.ts';
import type { Bot } from '../context.ts';
import type { Body } from './card.ts';
import { directChannel } from './direct-message.ts';

const idSchema = z.object({ id: z.string() });

/**
 * In reply to the message; delivered twice, it is still one. Where the bot may not post, to the person directly.
 * @returns the id of the reply; undefined where there is none.
 */
export async function sendReply(
  bot: Pick<Bot, 'rest' | 'log'>,
  { id, channel_id: channel, author }: Pick<GatewayMessageCreateDispatchData, 'id' | 'channel_id' | 'author'>,
  body: Body,
): Promise<string | undefined> {
  const reply = {
    ...body,
    message_reference: { message_id: id, fail_if_not_exists: false },
    nonce: `say ${id}`.slice(-25),
    enforce_nonce: true,
  };
  try {
    return idSchema.parse(await bot.rest.post(Routes.channelMessages(channel), { body: reply })).id;
  } catch (error) {
    if (errorKind(error) !== 'no-access') bot.log.warn({ err: error }, 'a message could not be answered');
    else await replyDirectly(bot, author.id, body);
    return undefined;
  }
}

async function replyDirectly(bot: Pick<Bot, 'rest' | 'log'>, person: string, body: Body): Promise<void> {
  try {
    await bot.rest.post(Routes.channelMessages(await directChannel(bot, person)), { body });
  } catch (error) {
    bot.log.debug({ err: error }, 'a message could not be answered');
  }
}
