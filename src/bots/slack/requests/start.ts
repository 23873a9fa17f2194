/** The one way in: from what a person asks for, however they asked, to a job's card or the price to agree to. */
import type { Command } from '../../../core/domain/command.ts';
import { findModel } from '../../../models/index.ts';
import { type Address, addressOf, keepAddress, readAddress } from '../address.ts';
import { escaped, note } from '../cards/blocks.ts';
import { openingOf } from '../cards/card.ts';
import { directHome, forgetMembership, type Home, homeFor } from '../cards/destination.ts';
import { type Posted, say } from '../cards/post-message.ts';
import { quoteOf } from '../cards/quote.ts';
import { tell } from '../cards/reply-privately.ts';
import { showFirst } from '../cards/show.ts';
import type { Access, Asking, Bot, Place } from '../context.ts';
import { slackError, troubleOf } from '../errors.ts';
import { sentenceFor, words } from '../words/request.ts';
import { pasted } from './file-links.ts';
import { lookUp } from './message-media.ts';
import { checkClaims, checkRights, keptJob, take } from './source.ts';

/**
 * Checks what can be checked at once, finds a place for the result, posts the card, takes the file, and makes the job or
 * shows its price privately. Never rejects: whatever goes wrong is said to the person, and logged when it is our fault.
 */
export async function begin(bot: Bot, asking: Asking): Promise<void> {
  const { place, person } = asking;
  try {
    const access = await bot.accessTo(place.team);
    checkRights(access, asking.source);
    const source =
      asking.source && (await lookUp(bot, place.team, await pasted(bot, access, asking, asking.source)));
    if (source) checkClaims(bot, asking.model, source);
    await keptJob(bot, asking);
    const { model, settings } = asking;
    const { asks } = await bot.requests.check({ ...person, model, settings });
    const home = await homeFor(bot, access, place, person.requester);
    const ready = { ...asking, source };
    await (asks ? offer(bot, access, ready, home) : run(bot, access, ready, home));
    if (home.said !== undefined) await tell(bot, place, person.requester, home.said);
  } catch (error) {
    await tell(bot, place, person.requester, sentenceOf(bot, error));
  }
}

function sentenceOf(bot: Bot, error: unknown): string {
  if (troubleOf(error) === 'busy') return words.busy;
  return troubleOf(error) === 'closed' ? words.noHome : sentenceFor(bot, error);
}

const commandOf = ({ person, key, model, settings }: Asking, address: Address): Omit<Command, 'source'> => ({
  ...person,
  key,
  model,
  settings,
  address: keepAddress(address),
});

/** Shows the price to the person alone. Nothing is posted before they agree. */
async function offer(bot: Bot, access: Access, asking: Asking, { place }: Home): Promise<void> {
  const address = addressOf(asking, place, bot.clock());
  const source = await take(bot, access, asking, asking.source);
  const answer = await bot.requests.request({ ...commandOf(asking, address), source });
  if ('job' in answer) await showFirst(bot, answer.job);
  else await tell(bot, asking.place, asking.person.requester, quoteOf(answer.quote));
}

/** The card stands before anything is spent: where it cannot be posted, nothing else can. */
async function run(bot: Bot, access: Access, asking: Asking, home: Home): Promise<void> {
  const { place, card } = await open(bot, access, asking, home);
  const wanted = addressOf(asking, place, bot.clock());
  try {
    const source = await take(bot, access, asking, asking.source);
    const address = { ...wanted, status: card.ts };
    const answer = await bot.requests.request({ ...commandOf(asking, address), source });
    if ('job' in answer) {
      // The same request came before, and has its card.
      if (readAddress(answer.job.address).status !== card.ts) await takeBack(bot, access, card);
      return;
    }
    // Since it was checked the price has gone up, or what the person wants to be asked about has gone down.
    await takeBack(bot, access, card);
    await tell(bot, asking.place, asking.person.requester, quoteOf(answer.quote));
  } catch (error) {
    await takeBack(bot, access, card);
    throw error;
  }
}

/** Posts the card; to the person directly where that is not allowed in the channel. @throws Refused, or what Slack refuses with */
async function open(
  bot: Bot,
  access: Access,
  asking: Asking,
  { place }: Home,
): Promise<{ place: Place; card: Posted }> {
  const title = findModel(asking.model)?.title ?? asking.model;
  const opening = { body: openingOf(title), key: `asked ${asking.key}` };
  const { channel, thread } = place;
  try {
    return { place, card: await say(bot, access, { ...opening, channel, thread }) };
  } catch (error) {
    if (troubleOf(error) !== 'closed' || place.direct) throw error;
    forgetMembership(bot, access, channel);
    const { requester } = asking.person;
    const { place: direct } = await directHome(access, place.team, requester);
    const card = await say(bot, access, { ...opening, channel: direct.channel });
    await tell(bot, asking.place, requester, words.mayNotPostHere);
    return { place: direct, card };
  }
}

/** A card of which nothing comes leaves no trace; where it cannot be deleted it says so. */
async function takeBack(bot: Bot, { post: web, read }: Access, { channel, ts }: Posted): Promise<void> {
  await web.chat.delete({ channel, ts }).catch(async (error: unknown) => {
    bot.log.debug({ error: slackError(error) }, 'a card could not be taken back');
    await read.chat.update({ channel, ts, ...note(escaped(words.dropped)) }).catch(() => undefined);
  });
}
