/** The one way in: from what a person asks for, however they asked, to a job's card or the price to agree to. */
import type { Command } from '../../../core/domain/command.ts';
import { findModel } from '../../../models/index.ts';
import { type Address, addressOf, keepAddress, readAddress } from '../address.ts';
import { escaped, note } from '../cards/blocks.ts';
import { openingOf } from '../cards/card.ts';
import { directHome, forgetMembership, type Home, homeFor } from '../cards/destination.ts';
import { type Posted, postMessage } from '../cards/post-message.ts';
import { quoteOf } from '../cards/quote.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import { showFirst } from '../cards/show.ts';
import type { Access, Bot, ChatRequest, Conversation } from '../context.ts';
import { errorKind, slackError } from '../errors.ts';
import { sentenceFor, words } from '../words/request.ts';
import { pasted } from './file-links.ts';
import { lookUp } from './message-media.ts';
import { checkDeclared, checkRights, keptJob, take } from './source.ts';

/**
 * Checks what can be checked at once, finds a place for the result, posts the card, takes the file, and makes the job or
 * shows its price privately. Never rejects: whatever goes wrong is said to the person, and logged when it is our fault.
 */
export async function startRequest(bot: Bot, chatRequest: ChatRequest): Promise<void> {
  const { conversation, person } = chatRequest;
  try {
    const access = await bot.accessTo(conversation.team);
    checkRights(access, chatRequest.source);
    const source =
      chatRequest.source &&
      (await lookUp(bot, conversation.team, await pasted(bot, access, chatRequest, chatRequest.source)));
    if (source) checkDeclared(bot, chatRequest.model, source);
    await keptJob(bot, chatRequest);
    const { model, settings } = chatRequest;
    const { asks } = await bot.requests.check({ ...person, model, settings });
    const home = await homeFor(bot, access, conversation, person.requester);
    const ready = { ...chatRequest, source };
    await (asks ? sendQuote(bot, access, ready, home) : run(bot, access, ready, home));
    if (home.said !== undefined) await replyPrivately(bot, conversation, person.requester, home.said);
  } catch (error) {
    await replyPrivately(bot, conversation, person.requester, sentenceOf(bot, error));
  }
}

function sentenceOf(bot: Bot, error: unknown): string {
  if (errorKind(error) === 'busy') return words.busy;
  return errorKind(error) === 'closed' ? words.noHome : sentenceFor(bot, error);
}

const commandOf = (
  { person, key, model, settings }: ChatRequest,
  address: Address,
): Omit<Command, 'source'> => ({
  ...person,
  key,
  model,
  settings,
  address: keepAddress(address),
});

/** Shows the price to the person alone. Nothing is posted before they agree. */
async function sendQuote(
  bot: Bot,
  access: Access,
  chatRequest: ChatRequest,
  { conversation }: Home,
): Promise<void> {
  const address = addressOf(chatRequest, conversation, bot.clock());
  const source = await take(bot, access, chatRequest, chatRequest.source);
  const answer = await bot.requests.request({ ...commandOf(chatRequest, address), source });
  if ('job' in answer) await showFirst(bot, answer.job);
  else
    await replyPrivately(bot, chatRequest.conversation, chatRequest.person.requester, quoteOf(answer.quote));
}

/** The card stands before anything is spent: where it cannot be posted, nothing else can. */
async function run(bot: Bot, access: Access, chatRequest: ChatRequest, home: Home): Promise<void> {
  const { conversation, card } = await open(bot, access, chatRequest, home);
  const wanted = addressOf(chatRequest, conversation, bot.clock());
  try {
    const source = await take(bot, access, chatRequest, chatRequest.source);
    const address = { ...wanted, status: card.ts };
    const answer = await bot.requests.request({ ...commandOf(chatRequest, address), source });
    if ('job' in answer) {
      // The same request came before, and has its card.
      if (readAddress(answer.job.address).status !== card.ts) await takeBack(bot, access, card);
      return;
    }
    // Since it was checked the price has gone up, or what the person wants to be asked about has gone down.
    await takeBack(bot, access, card);
    await replyPrivately(bot, chatRequest.conversation, chatRequest.person.requester, quoteOf(answer.quote));
  } catch (error) {
    await takeBack(bot, access, card);
    throw error;
  }
}

/** Posts the card; to the person directly where that is not allowed in the channel. @throws Refused, or what Slack refuses with */
async function open(
  bot: Bot,
  access: Access,
  chatRequest: ChatRequest,
  { conversation }: Home,
): Promise<{ conversation: Conversation; card: Posted }> {
  const title = findModel(chatRequest.model)?.title ?? chatRequest.model;
  const opening = { body: openingOf(title), key: `asked ${chatRequest.key}` };
  const { channel, thread } = conversation;
  try {
    return { conversation, card: await postMessage(bot, access, { ...opening, channel, thread }) };
  } catch (error) {
    if (errorKind(error) !== 'closed' || conversation.direct) throw error;
    forgetMembership(bot, access, channel);
    const { requester } = chatRequest.person;
    const { conversation: direct } = await directHome(access, conversation.team, requester);
    const card = await postMessage(bot, access, { ...opening, channel: direct.channel });
    await replyPrivately(bot, chatRequest.conversation, requester, words.mayNotPostHere);
    return { conversation: direct, card };
  }
}

/** A card of which nothing comes leaves no trace; where it cannot be deleted it says so. */
async function takeBack(bot: Bot, { post: web, read }: Access, { channel, ts }: Posted): Promise<void> {
  await web.chat.delete({ channel, ts }).catch(async (error: unknown) => {
    bot.log.debug({ error: slackError(error) }, 'a card could not be taken back');
    await read.chat.update({ channel, ts, ...note(escaped(words.dropped)) }).catch(() => undefined);
  });
}
