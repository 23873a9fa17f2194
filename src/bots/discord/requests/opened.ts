/** The message that will be a request's card, and what becomes of it: a price, a refusal, or a job's card. */
import { MessageFlags, type RepliableInteraction, Routes } from 'discord.js';
import { z } from 'zod';
import type { Opened } from '../../../chat/turn.ts';
import { type Address, isAlive, keepAddress, readAddress, tokenOf } from '../address.ts';
import { note } from '../cards/components.ts';
import { type Attached, editCard } from '../cards/edit-card.ts';
import { noticeBody } from '../cards/lines.ts';
import { type Incoming, postReply } from '../cards/post-message.ts';
import { quoteOf } from '../cards/quote.ts';
import type { Bot, Conversation, Opening } from '../context.ts';
import { errorKind } from '../errors.ts';
import { words } from '../words/request.ts';
import { isFresh, whisper } from './answer.ts';
import { marksOf } from './source.ts';

/** How the card is reached. `hidden`: only the person sees it. */
type Card = Pick<Address, 'card' | 'member' | 'token'> & { hidden: boolean };
type Asked = { requester: string; conversation: Conversation };
const messageSchema = z.object({ id: z.string(), flags: z.number().default(0) });

/** @returns undefined where it was answered before, or can be no more. */
export async function openAnswer(
  bot: Bot,
  interaction: RepliableInteraction,
  asked: Asked,
  opening: Opening,
): Promise<Opened | undefined> {
  const { conversation } = asked;
  // Only who asked is asked back, where others are.
  const hides = opening.asks && !conversation.direct;
  const isAnswer = isFresh(interaction);
  const card = await (isAnswer ? answer(bot, interaction, hides) : followUp(bot, interaction, hides));
  if (!card) return undefined;
  const { hidden } = card;
  const address = addressOf(bot, { ...card, member: card.member && conversation.member }, asked, opening);
  const own = Routes.webhookMessage(bot.applicationId, interaction.token, isAnswer ? '@original' : card.card);
  // A follow-up to an answer that is still empty would become that answer.
  // https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
  const fill = () => bot.rest.patch(own, { body: note([words.reading]), auth: false });
  if (isAnswer && opening.more) await fill();

  /** Says it to the person alone; what all could see is taken back while its token lives. */
  async function instead(body: Attached, forAll: Attached): Promise<void> {
    const isPrivate = hidden || conversation.direct;
    if (!isPrivate && isAlive(address.token, bot.clock())) {
      try {
        if (isAnswer && !opening.more) await fill();
        await bot.rest.delete(own, { auth: false });
        return await whisper(bot, interaction, body);
      } catch (error) {
        bot.log.warn({ err: error }, 'an answer could not be taken back');
      }
    }
    await editCard(bot, address, isPrivate ? body : forAll);
  }

  return {
    address: keepAddress(address),
    price: (quote) =>
      instead(quoteOf(quote, address, { forAll: false }), quoteOf(quote, address, { forAll: true })),
    refuse: (notice) => instead(noticeBody(notice, { forAll: false }), noticeBody(notice, { forAll: true })),
    async became(job) {
      if (readAddress(job.address).card !== address.card) await bot.rest.delete(own, { auth: false });
    },
  };
}

async function answer(
  bot: Bot,
  interaction: RepliableInteraction,
  hides: boolean,
): Promise<Card | undefined> {
  try {
    const { interaction: answered } = await interaction.deferReply({
      ...(hides && { flags: MessageFlags.Ephemeral }),
      withResponse: true,
    });
    const { responseMessageId, responseMessageEphemeral } = answered;
    // A server can have all answers to its members seen by them alone: such an answer is nothing to the bot's own token.
    const hidden = responseMessageEphemeral ?? hides;
    return {
      card: responseMessageId ?? '@original',
      hidden,
      member: responseMessageId !== null && !hidden,
      token: tokenOf(bot, interaction, '@original'),
    };
  } catch (error) {
    if (errorKind(error) === 'answered') return undefined;
    throw error;
  }
}

async function followUp(bot: Bot, interaction: RepliableInteraction, hides: boolean): Promise<Card> {
  const reading = note([words.reading]);
  const body = hides ? { ...reading, flags: reading.flags | MessageFlags.Ephemeral } : reading;
  const route = Routes.webhook(bot.applicationId, interaction.token);
  const { id, flags } = messageSchema.parse(await bot.rest.post(route, { body, auth: false }));
  const hidden = (flags & MessageFlags.Ephemeral) !== 0;
  return { card: id, hidden, member: !hidden, token: tokenOf(bot, interaction, id) };
}

/** In reply to a message: all see it, whatever becomes of it, and the bot's own token reaches it. */
export async function openReply(
  bot: Bot,
  message: Incoming,
  asked: Asked,
  opening: Opening & { key: string },
): Promise<Opened> {
  const body = note([words.reading]);
  const card = await postReply(bot, message, { body, nonce: `card ${opening.key}` });
  const address = addressOf(bot, { card, member: true, hidden: false }, asked, { ...opening, asks: false });
  const forAll = { forAll: !asked.conversation.direct };
  const edit = async (said: Attached) => void (await editCard(bot, address, said));
  return {
    address: keepAddress(address),
    price: (quote) => edit(quoteOf(quote, address, forAll)),
    refuse: (notice) => edit(noticeBody(notice, forAll)),
    async became(job) {
      if (readAddress(job.address).card !== card)
        await bot.rest.delete(Routes.channelMessage(message.channel_id, card));
    },
  };
}

function addressOf(
  bot: Pick<Bot, 'clock' | 'fileOrigins'>,
  { hidden, ...card }: Card,
  { requester, conversation: { guild, channel, restricted, direct } }: Asked,
  opening: Opening,
): Address {
  return {
    ...card,
    ...(guild !== undefined && { guild }),
    ...(hidden && opening.asks && !direct && { priced: true }),
    channel,
    requester,
    restricted,
    askedAt: bot.clock(),
    ...marksOf(bot, opening),
  };
}
