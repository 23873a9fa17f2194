/** The message that will be a request's card, and what becomes of it: a price, a refusal, or a job's card. */
import { MessageFlags, type RepliableInteraction, Routes } from 'discord.js';
import type { Opened } from '../../../../chat/turn.ts';
import { type Address, isAlive, keepAddress, readAddress, tokenOf } from '../../address.ts';
import { type Body, note } from '../../cards/components.ts';
import { type Attached, editCard } from '../../cards/edit-card.ts';
import { noticeBody } from '../../cards/lines.ts';
import { type Answered, postReply } from '../../cards/post-message.ts';
import { quoteOf } from '../../cards/quote.ts';
import { correctId, postFirst } from '../../cards/show.ts';
import type { Bot, Found, Opening } from '../../context.ts';
import { errorKind } from '../../errors.ts';
import { words } from '../../words/request.ts';
import { follow, inPublic, isFresh, whisper } from '../answer.ts';
import { type Asked, addressOf, type Card, marksOf } from '../source.ts';
import { inReplyTo } from './withdraw.ts';

/** `body`: the card itself, where it is known what it says. */
type Posting = { hides: boolean; body: Body | undefined };

/** @returns undefined where it was answered before, or can be no more. */
export async function openAnswer(
  bot: Bot,
  interaction: RepliableInteraction,
  asked: Asked,
  opening: Opening,
): Promise<Opened<Found> | undefined> {
  const { conversation } = asked;
  const { view } = opening;
  // Only who asked is asked back, where others are.
  const hides = opening.asks && !conversation.direct;
  const isAnswer = isFresh(interaction);
  const token = tokenOf(bot, interaction, '@original');
  const place = { card: '@original', member: conversation.member, token, hidden: false };
  const before = addressOf(bot, place, asked, opening);
  // As more than one answer the card has an id of its own, which is not known yet.
  await opening.record.at(keepAddress(isAnswer ? before : { ...before, card: '' }));
  const card = await postFirst(bot, before, view, (body) =>
    isAnswer ? answer(bot, interaction, { hides, body }) : followUp(bot, interaction, { hides, body }),
  );
  if (!card) return undefined;
  const { hidden } = card;
  const address = addressOf(bot, { ...card, member: card.member && conversation.member }, asked, opening);
  const own = Routes.webhookMessage(bot.applicationId, interaction.token, isAnswer ? '@original' : card.card);
  // A follow-up to an answer that is still empty would become that answer.
  // https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
  const fill = () => bot.rest.patch(own, { body: note([words.reading]), auth: false });
  if (isAnswer && opening.more && !view) await fill();

  /** Says it to the person alone; what all could see is taken back while its token lives. */
  async function instead(body: Attached, forAll: Attached): Promise<void> {
    const isPrivate = hidden || conversation.direct;
    if (!isPrivate && isAlive(address.token, bot.clock())) {
      try {
        if (isAnswer && !opening.more && !view) await fill();
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
    beside: (source) => keepAddress({ ...unmarked(address), ...marksOf(bot, { ...beside, source }) }),
    price: (quote) =>
      instead(quoteOf(quote, address, { forAll: false }), quoteOf(quote, address, { forAll: true })),
    refuse: (notice) => instead(noticeBody(notice, { forAll: false }), noticeBody(notice, { forAll: true })),
    async became(job) {
      if (readAddress(job.address).card !== address.card) await bot.rest.delete(own, { auth: false });
      else await correctId(bot, view, job);
    },
  };
}

const beside = { from: undefined, kept: undefined };

/** Where a card is, without what it shows of one source. */
function unmarked({ alt: _, source: __, origin: ___, picture: ____, ...place }: Address): Address {
  return place;
}

async function answer(
  bot: Bot,
  interaction: RepliableInteraction,
  { hides, body }: Posting,
): Promise<Card | undefined> {
  try {
    const { interaction: answered } = await (body
      ? interaction.reply({ ...inPublic(body), withResponse: true })
      : interaction.deferReply({ ...(hides && { flags: MessageFlags.Ephemeral }), withResponse: true }));
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

async function followUp(
  bot: Bot,
  interaction: RepliableInteraction,
  { hides, body = note([words.reading]) }: Posting,
): Promise<Card> {
  const { id, hidden } = await follow(bot, interaction, body, { hides });
  return { card: id, hidden, member: !hidden, token: tokenOf(bot, interaction, id) };
}

/** In reply to a message: all see it, whatever becomes of it, and the bot's own token reaches it. */
export async function openReply(
  bot: Bot,
  message: Answered,
  asked: Asked,
  opening: Opening & { key: string },
): Promise<Opened<Found>> {
  const { view } = opening;
  const { member } = asked.conversation;
  const place = addressOf(bot, { card: '', member, hidden: false }, asked, opening);
  await opening.record.at(inReplyTo(message.id, place));
  const card = await postFirst(bot, place, view, (body = note([words.reading])) =>
    postReply(bot, message, { body, nonce: `card ${opening.key}` }),
  );
  const address = addressOf(bot, { card, member: true, hidden: false }, asked, { ...opening, asks: false });
  const forAll = { forAll: !asked.conversation.direct };
  const edit = async (said: Attached) => void (await editCard(bot, address, said));
  return {
    address: keepAddress(address),
    beside: (source) => keepAddress({ ...unmarked(address), ...marksOf(bot, { ...beside, source }) }),
    price: (quote) => edit(quoteOf(quote, address, forAll)),
    refuse: (notice) => edit(noticeBody(notice, forAll)),
    async became(job) {
      if (readAddress(job.address).card !== card)
        await bot.rest.delete(Routes.channelMessage(message.channel_id, card));
      else await correctId(bot, view, job);
    },
  };
}
