/** How a request is answered: the message that will be its card. */
import { MessageFlags, type RepliableInteraction, Routes } from 'discord.js';
import { z } from 'zod';
import { type Address, tokenOf } from '../address.ts';
import { errorKind } from '../errors.ts';
import type { Bot, ChatRequest } from '../context.ts';
import { words } from '../words/request.ts';
import { note } from './card.ts';

export type Reply =
  /**
   * Fresh: refusals are private, a card is the public answer. When it was deferred before, the deferred answer becomes
   * the card or says the refusal.
   */
  | { kind: 'answer'; interaction: RepliableInteraction }
  /** One more card for an interaction that has its answer; a refusal is a private message. */
  | { kind: 'follow-up'; interaction: RepliableInteraction }
  /** A card in reply to somebody's message, by the bot's own token; a refusal is a reply, too. */
  | { kind: 'message'; channel: string; message: string };

/** How the card, or the message with the price, is reached. */
export type Card = Pick<Address, 'card' | 'member' | 'token' | 'priced'>;
const idSchema = z.object({ id: z.string() });

/**
 * Makes the message that will be the card, or with `inPrivate` the one that shows its price to who asked, where there is
 * such a thing. Undefined when the request was answered before, or can be no more.
 */
export async function openCard(
  bot: Bot,
  reply: Reply,
  { key, conversation }: ChatRequest,
  inPrivate: boolean,
): Promise<Card | undefined> {
  if (reply.kind === 'message') {
    const body = {
      ...note([words.reading]),
      message_reference: { message_id: reply.message, fail_if_not_exists: false },
      nonce: `card ${key}`.slice(-25),
      enforce_nonce: true,
    };
    const { id } = idSchema.parse(await bot.rest.post(Routes.channelMessages(reply.channel), { body }));
    return { card: id, member: true };
  }
  const { interaction } = reply;
  const token = (message: string) => tokenOf(bot, interaction, message);
  const priced = { ...(inPrivate && { priced: true }) };
  if (reply.kind === 'follow-up') {
    const route = Routes.webhook(bot.applicationId, interaction.token);
    const reading = note([words.reading]);
    const body = inPrivate ? { ...reading, flags: reading.flags | MessageFlags.Ephemeral } : reading;
    const { id } = idSchema.parse(await bot.rest.post(route, { body, auth: false }));
    return { card: id, member: conversation.member && !inPrivate, token: token(id), ...priced };
  }
  if (interaction.deferred) {
    const { id } = await interaction.fetchReply();
    const hidden = interaction.ephemeral === true;
    return {
      card: id,
      member: conversation.member && !hidden,
      token: token('@original'),
      ...(hidden && priced),
    };
  }
  try {
    const { interaction: answered } = await interaction.deferReply({
      ...(inPrivate && { flags: MessageFlags.Ephemeral }),
      withResponse: true,
    });
    return {
      card: answered.responseMessageId ?? '@original',
      // An answer that only one person sees is nothing to the bot's own token.
      member:
        conversation.member &&
        answered.responseMessageId !== null &&
        answered.responseMessageEphemeral !== true,
      token: token('@original'),
      ...priced,
    };
  } catch (error) {
    if (errorKind(error) === 'answered') return undefined;
    throw error;
  }
}
