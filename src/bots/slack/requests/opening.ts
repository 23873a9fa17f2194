/** The card of a job that is to be made: it stands before anything is spent, since where it cannot be posted nothing else can. */
import type { Notice, Offer } from '../../../chat/reply.ts';
import type { Opened, Opening } from '../../../chat/turn.ts';
import type { Withdrawal } from '../../../core/ports/platform.ts';
import { type Address, addressOf, keepAddress, readAddress } from '../address.ts';
import { escaped, note } from '../cards/blocks.ts';
import { cardOf, openingOf } from '../cards/card.ts';
import { directHome, forgetMembership, homeFor } from '../cards/destination.ts';
import { findPosted, type Posted, postMessage } from '../cards/post-message.ts';
import { noticeBody, quoteBody } from '../cards/replies.ts';
import { replyPrivately } from '../cards/reply-privately.ts';
import { show, showFirst } from '../cards/show.ts';
import type { Access, Body, Bot, Conversation, Found } from '../context.ts';
import { asFault, errorKind, isPassing, slackError } from '../errors.ts';
import { words } from '../words/request.ts';

type Asked = { key: string; user: string; conversation: Conversation };

/** @throws Refusal, or what Slack refuses with */
export async function openCard(bot: Bot, asked: Asked, opening: Opening<Found>): Promise<Opened<Found>> {
  const { conversation, user } = asked;
  const access = await bot.accessTo(conversation.team);
  const home = await homeFor(bot, access, conversation, user);
  const tell = async (body: Body | string) => replyPrivately(bot, conversation, user, body);
  const tellHome = async () => {
    if (home.said !== undefined) await tell(home.said);
  };
  const now = bot.clock();
  const addressAt = (at: Conversation) => addressOf(opening, user, at, now);
  const besideAt = (at: Conversation, card: Partial<Address>) => (source: Found) =>
    keepAddress({ ...addressOf({ source, from: undefined, kept: undefined }, user, at, now), ...card });
  const priceOf = (quote: Offer) => quoteBody(quote, addressAt(home.conversation).origin?.picture);
  const refuse = (notice: Notice) => tell(noticeBody(notice));

  // Nothing is posted before a price is agreed to.
  if (opening.asks)
    return {
      address: keepAddress(addressAt(home.conversation)),
      beside: besideAt(home.conversation, {}),
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
  const posted = { status: card.ts, ...(view && { posted: view.news }) };
  const address = { ...addressAt(at), ...posted };
  return {
    address: keepAddress(address),
    beside: besideAt(at, posted),
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
      else if (view && view.id !== job.id) await show(bot, address, await bot.requests.card(job));
      await tellHome();
    },
  };
}

/** To the person directly where that is not allowed in the channel. */
async function postCard(
  bot: Bot,
  access: Access,
  { user, conversation }: Asked,
  opening: Opening<Found>,
): Promise<{ at: Conversation; card: Posted; said?: string }> {
  const { title, view, record } = opening;
  /** A process that dies from here on leaves behind how the card is found. */
  async function post(at: Conversation): Promise<Posted> {
    const address = addressOf(opening, user, at, bot.clock());
    await record.at(keepAddress(address));
    const body = view ? cardOf(view, address, { first: true }) : openingOf(title);
    const { channel, thread } = at;
    return postMessage(bot, access, { body, key: keyOf(record.id), channel, thread });
  }
  try {
    return { at: conversation, card: await post(conversation) };
  } catch (error) {
    if (errorKind(error) !== 'closed' || conversation.direct) throw error;
    forgetMembership(bot, access, conversation.channel);
    const { conversation: direct } = await directHome(access, conversation.team, user);
    return { at: direct, card: await post(direct), said: words.mayNotPostHere };
  }
}

/** Under which its post is found again: of several cards for one message each has its own. */
const keyOf = (id: string) => `asked ${id}`;

/**
 * As `Platform.withdraw`. Where it is not known whether the card was posted, it is looked for.
 * @throws what is worth another try
 */
export async function withdraw(bot: Bot, at: Address, { id, kept, text }: Withdrawal): Promise<void> {
  const { team, channel, thread, direct, requester, askedAt } = at;
  const access = await bot.accessTo(team);
  const posting = { channel, thread, key: keyOf(id), begun: askedAt };
  const ts = at.status ?? (await findPosted(bot, access, posting))?.ts;
  if (ts === undefined) bot.log.info({ job: id }, 'no card is found of a request that was cut off');
  if (ts !== undefined && ts !== (kept && readAddress(kept).status)) {
    const left = await takeBack(bot, access, { channel, ts });
    if (left !== undefined && isPassing(left)) throw asFault(left);
  }
  if (text === undefined || !(await bot.isFirst(`cut off:${id}`))) return;
  await replyPrivately(
    bot,
    { team, channel, direct, ...(thread !== undefined && { thread }) },
    requester,
    text,
  );
}

/**
 * A card of which nothing comes leaves no trace; where it cannot be deleted it says so.
 * @returns what Slack refused both with
 */
async function takeBack(bot: Bot, { post: web, read }: Access, { channel, ts }: Posted): Promise<unknown> {
  try {
    await web.chat.delete({ channel, ts });
  } catch (error) {
    bot.log.debug({ error: slackError(error) }, 'a card could not be taken back');
    const said = { channel, ts, ...note(escaped(words.dropped)) };
    return read.chat.update(said).then(
      () => undefined,
      () => error,
    );
  }
  return undefined;
}
