/** The card of a job that is to be made: it stands before anything is spent, since where it cannot be posted nothing else can. */
import type { Notice, Offer } from '../../../chat/reply.ts';
import type { Opened, Opening } from '../../../chat/turn.ts';
import { addressOf, keepAddress, readAddress } from '../address.ts';
import { escaped, note } from '../cards/blocks.ts';
import { cardOf, openingOf } from '../cards/card.ts';
import { directHome, forgetMembership, homeFor } from '../cards/destination.ts';
import { type Posted, postMessage } from '../cards/post-message.ts';
import { noticeBody, quoteBody } from '../cards/replies.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import { show, showFirst } from '../cards/show.ts';
import type { Access, Body, Bot, Conversation, Found } from '../context.ts';
import { errorKind, slackError } from '../errors.ts';
import { words } from '../words/request.ts';

type Asked = { key: string; user: string; conversation: Conversation };

/** @throws Refusal, or what Slack refuses with */
export async function openCard(bot: Bot, asked: Asked, opening: Opening<Found>): Promise<Opened> {
  const { conversation, user } = asked;
  const access = await bot.accessTo(conversation.team);
  const home = await homeFor(bot, access, conversation, user);
  const tell = async (body: Body | string) => replyPrivately(bot, conversation, user, body);
  const tellHome = async () => {
    if (home.said !== undefined) await tell(home.said);
  };
  const addressAt = (at: Conversation) => addressOf(opening, user, at, bot.clock());
  const priceOf = (quote: Offer) => quoteBody(quote, addressAt(home.conversation).origin?.picture);
  const refuse = (notice: Notice) => tell(noticeBody(notice));

  // Nothing is posted before a price is agreed to.
  if (opening.asks)
    return {
      address: keepAddress(addressAt(home.conversation)),
      async price(quote) {
        await tell(priceOf(quote));
        await tellHome();
      },
      refuse,
      became: (job) => showFirst(bot, job),
    };

  const { card, at, said } = await postCard(
    bot,
    access,
    { ...asked, conversation: home.conversation },
    opening,
  );
  if (said !== undefined) await tell(said);
  const { view } = opening;
  const address = { ...addressAt(at), status: card.ts, ...(view && { posted: view.news }) };
  return {
    address: keepAddress(address),
    // Since it was checked the price has gone up, or what the person wants to be asked about has gone down.
    async price(quote) {
      await takeBack(bot, access, card);
      await tell(priceOf(quote));
    },
    async refuse(notice) {
      await takeBack(bot, access, card);
      await refuse(notice);
    },
    async became(job) {
      // The same request came before, and has its card.
      if (readAddress(job.address).status !== card.ts) await takeBack(bot, access, card);
      // It was posted by a process that has gone, or another job has the id that its buttons name.
      else if (view && view.id !== job.id) await show(bot, address, await bot.requests.view(job));
      await tellHome();
    },
  };
}

/** To the person directly where that is not allowed in the channel. */
async function postCard(
  bot: Bot,
  access: Access,
  { key, user, conversation }: Asked,
  opening: Opening<Found>,
): Promise<{ at: Conversation; card: Posted; said?: string }> {
  const { title, view } = opening;
  const bodyAt = (at: Conversation) =>
    view ? cardOf(view, addressOf(opening, user, at, bot.clock()), { first: true }) : openingOf(title);
  const it = { body: bodyAt(conversation), key: `asked ${key}` };
  const { channel, thread } = conversation;
  try {
    return { at: conversation, card: await postMessage(bot, access, { ...it, channel, thread }) };
  } catch (error) {
    if (errorKind(error) !== 'closed' || conversation.direct) throw error;
    forgetMembership(bot, access, channel);
    const { conversation: direct } = await directHome(access, conversation.team, user);
    const card = await postMessage(bot, access, { ...it, body: bodyAt(direct), channel: direct.channel });
    return { at: direct, card, said: words.mayNotPostHere };
  }
}

/** A card of which nothing comes leaves no trace; where it cannot be deleted it says so. */
async function takeBack(bot: Bot, { post: web, read }: Access, { channel, ts }: Posted): Promise<void> {
  await web.chat.delete({ channel, ts }).catch(async (error: unknown) => {
    bot.log.debug({ error: slackError(error) }, 'a card could not be taken back');
    await read.chat.update({ channel, ts, ...note(escaped(words.dropped)) }).catch(() => undefined);
  });
}
