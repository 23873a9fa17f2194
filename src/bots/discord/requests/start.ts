/** The one way in: from what a person asks for, however they asked, to a job's card or the price to agree to. */
import { MessageFlags, type RepliableInteraction, Routes } from 'discord.js';
import { within } from '../../../async/deadline.ts';
import { Failure } from '../../../core/domain/failure.ts';
import { findModel } from '../../../models/index.ts';
import { type Address, keepAddress } from '../address.ts';
import { note, quoteOf } from '../cards/card.ts';
import { editCard } from '../cards/edit-card.ts';
import { type Card, openCard, type Reply } from '../cards/open-card.ts';
import { errorKind } from '../errors.ts';
import type { Bot, ChatRequest } from '../context.ts';
import { Refused, words } from '../words/request.ts';
import { missingIn } from './permissions.ts';
import { keptJob, marksOf, take } from './source.ts';

/** ms. Discord wants an answer in 3 s; what is not known by then is said in public. */
const cheapMs = 1_500;

/**
 * Checks what can be checked at once, acknowledges, takes the file, and makes the job or shows its price. Never
 * rejects: whatever goes wrong is said to the person, and logged when it is our fault.
 */
export async function startRequest(bot: Bot, reply: Reply, chatRequest: ChatRequest): Promise<void> {
  let card: Card | undefined;
  try {
    const { asks } = await checkAtOnce(bot, chatRequest);
    // Only who asked is asked back, where others are.
    card = await openCard(bot, reply, chatRequest, asks && chatRequest.conversation.guild !== undefined);
    if (!card) return;
    const address: Address = {
      ...card,
      ...(chatRequest.conversation.guild === undefined ? {} : { guild: chatRequest.conversation.guild }),
      channel: chatRequest.conversation.channel,
      requester: chatRequest.person.requester,
      restricted: chatRequest.conversation.restricted,
      askedAt: bot.clock(),
      ...marksOf(chatRequest),
    };
    const command = {
      ...chatRequest.person,
      key: chatRequest.key,
      model: chatRequest.model,
      settings: chatRequest.settings,
      source: await take(bot, chatRequest),
      address: keepAddress(address),
    };
    const answer = card.priced
      ? { quote: await bot.requests.quote(command) }
      : await bot.requests.request(command);
    if ('quote' in answer) await editCard(bot, address, quoteOf(answer.quote, chatRequest.person.requester));
  } catch (error) {
    await refuse(
      bot,
      reply,
      card && { ...card, channel: chatRequest.conversation.channel },
      sentenceFor(bot, error),
    ).catch((second: unknown) => bot.log.warn({ err: second }, 'a refusal could not be said'));
  }
}

/** What went wrong, for the person; ours is logged. */
export function sentenceFor({ log }: Pick<Bot, 'log'>, error: unknown): string {
  if (error instanceof Failure || error instanceof Refused) return error.message;
  log.error({ err: error }, 'a request failed');
  return words.broken;
}

/** All that needs neither the file nor a wait. `asks`: the price is to be shown first. @throws Failure */
async function checkAtOnce(bot: Bot, chatRequest: ChatRequest): Promise<{ asks: boolean }> {
  const { conversation, person, model, settings, source } = chatRequest;
  const missing = missingIn(conversation);
  if (missing) throw new Refused(words.missing(missing));
  const wanted = findModel(model);
  if (wanted && source?.medium !== undefined && source.medium !== wanted.takes)
    throw new Failure('file-wrong-medium', { needed: wanted.takes, medium: source.medium });
  if ((source?.bytes ?? 0) > bot.maxFileBytes)
    throw new Failure('file-too-large', { limit: bot.maxFileBytes });
  const checks = Promise.all([bot.requests.check({ ...person, model, settings }), keptJob(bot, chatRequest)]);
  const done = await within(cheapMs, checks).catch((error: unknown) => {
    // What took too long is checked again, after the acknowledgement; a price is then seen by all.
    if (error instanceof Failure || error instanceof Refused) throw error;
    return undefined;
  });
  return done?.[0] ?? { asks: false };
}

/** In private where that is still possible, else where the card would have been. */
async function refuse(
  bot: Bot,
  reply: Reply,
  card: (Card & { channel: string }) | undefined,
  sentence: string,
): Promise<void> {
  const body = note([sentence]);
  if (card) {
    await editCard(bot, card, body);
    return;
  }
  if (reply.kind === 'message') {
    const reference = { message_reference: { message_id: reply.message, fail_if_not_exists: false } };
    await bot.rest.post(Routes.channelMessages(reply.channel), { body: { ...body, ...reference } });
    return;
  }
  await replyPrivately(bot, reply.interaction, sentence);
}

/** Says something to one person only, as the answer or after it. */
export async function replyPrivately(
  { log }: Pick<Bot, 'log'>,
  interaction: RepliableInteraction,
  sentence: string,
): Promise<void> {
  const answer = {
    content: sentence,
    flags: MessageFlags.Ephemeral,
    allowedMentions: { parse: [] },
  } as const;
  try {
    if (interaction.deferred || interaction.replied) await interaction.followUp(answer);
    else await interaction.reply(answer);
  } catch (error) {
    if (errorKind(error) !== 'answered') throw error;
    log.debug({ err: error }, 'an interaction was answered before, or too late');
  }
}
