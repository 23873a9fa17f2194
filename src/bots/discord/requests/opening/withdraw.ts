/** What is left of a request whose process died before there was its job: its card is taken back, and its person told. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Json } from '../../../../core/domain/job.ts';
import type { Withdrawal } from '../../../../core/ports/platform.ts';
import { type Address, isAlive, keepAddress, readAddress, type Token } from '../../address.ts';
import { note, plain } from '../../cards/components.ts';
import { editCard } from '../../cards/edit-card.ts';
import { findOpening } from '../../cards/find-posted.ts';
import { sendDirectly } from '../../cards/post-message.ts';
import type { Bot } from '../../context.ts';
import { asBusy, errorKind, isClosed } from '../../errors.ts';
import { words } from '../../words/request.ts';
import { follow } from '../answer.ts';

type Card = Omit<Address, 'token'> & { token: Token | undefined };

const routeOf = ({ applicationId }: Pick<Bot, 'applicationId'>, { value, message }: Token) =>
  Routes.webhookMessage(applicationId, value, message);

const replySchema = z.object({ reply: z.string().optional() });

/** Where a card is about to be posted in reply to a message. */
export const inReplyTo = (message: string, address: Address): Json => {
  const place = { ...address, reply: message };
  return keepAddress(place);
};

/**
 * As `Platform.withdraw`. Who cannot be told alone is told in the card's place.
 * @throws Busy, or what is worth another try
 */
export async function withdraw(bot: Bot, place: Json, { id, kept, text }: Withdrawal): Promise<void> {
  const { reply } = replySchema.parse(place);
  const at = readAddress(place);
  const { member, channel, askedAt } = at;
  const token = isAlive(at.token, bot.clock()) ? at.token : undefined;
  let card = at.card === '' ? undefined : at.card;
  // Without its token an answer is reached by its id alone.
  if (card === undefined || (card === '@original' && !token)) {
    const sought = { channel, since: askedAt, job: id, ...(reply !== undefined && { reply }) };
    card = member ? await findOpening(bot, sought) : undefined;
  }
  if (card === undefined) bot.log.info({ job: id }, 'no card is found of a request that was cut off');
  else if (kept && readAddress(kept).card === card) return;
  const reached =
    card === undefined ? undefined : { ...at, card, token: token && { ...token, message: card } };
  const isTold =
    text === undefined || !(await bot.once(`cut off ${id}`)) || (await tell(bot, at, reached, text));
  if (!reached) return;
  if (isTold) await remove(bot, reached);
  else await editCard(bot, reached, note([plain(text)]));
}

/** As long as the token lives privately, else directly. @returns whether they could be told */
async function tell(
  bot: Bot,
  { token, requester }: Address,
  card: Card | undefined,
  text: string,
): Promise<boolean> {
  const body = note([plain(text)]);
  if (isAlive(token, bot.clock())) {
    try {
      // An answer that is empty still would become what follows it.
      if (card?.token && card.posted === undefined)
        await bot.rest.patch(routeOf(bot, card.token), { body: note([words.reading]), auth: false });
      await follow(bot, { token: token.value }, body, { hides: true });
      return true;
    } catch (error) {
      bot.log.debug({ err: error }, 'an interaction takes no more answers');
    }
  }
  return sendDirectly(bot, requester, body).catch((error: unknown) => {
    bot.log.warn({ err: error }, 'a person could not be told directly');
    return false;
  });
}

async function remove(bot: Bot, { token, member, channel, card }: Card): Promise<void> {
  const closed = (error: unknown) => {
    if (!isClosed(error) && errorKind(error) !== 'token-dead') throw asBusy(error);
  };
  if (token) await bot.rest.delete(routeOf(bot, token), { auth: false }).catch(closed);
  else if (member) await bot.rest.delete(Routes.channelMessage(channel, card)).catch(closed);
}
