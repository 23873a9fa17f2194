/** How a card is edited: with the interaction's token while it lives, then with the bot's own, then not at all. */
import { type RawFile, Routes } from 'discord.js';
import { type Address, isAlive } from '../address.ts';
import type { Bot } from '../context.ts';
import { asBusy, errorKind } from '../errors.ts';
import type { Body } from './components.ts';

/** `gone`: the card was deleted. `dormant`: nothing reaches it until somebody presses a button on it. */
export type Shown = 'shown' | 'gone' | 'dormant';

export type Attached = Body & { attachments?: { id: string; filename: string; description?: string }[] };
type Via = Pick<Bot, 'applicationId' | 'gone' | 'clock' | 'rest' | 'uploads'>;

const closedMs = 2 * 60_000;

/** The route of the card by the interaction's token. */
const webhookRoute = (
  { applicationId }: Pick<Bot, 'applicationId'>,
  token: { value: string; message: string },
) => Routes.webhookMessage(applicationId, token.value, token.message);

/**
 * Makes the card say `body`, with `files` beside it.
 * @param marginMs what the token must still have of its life.
 * @throws Busy when Discord asks to wait; any other error that is no answer to where the card is.
 */
export async function editCard(
  bot: Via,
  { token, member, channel, card }: Pick<Address, 'token' | 'member' | 'channel' | 'card'>,
  body: Attached,
  { files = [], marginMs = 0 }: { files?: RawFile[]; marginMs?: number } = {},
): Promise<Shown> {
  const rest = files.length > 0 ? bot.uploads : bot.rest;
  const route = Routes.channelMessage(channel, card);
  if (isAlive(token, bot.clock(), marginMs) && !bot.gone.has(token.value)) {
    try {
      // Without our own token: a refusal would make the library forget it.
      await rest.patch(webhookRoute(bot, token), { body, files, auth: false });
      return 'shown';
    } catch (error) {
      const kind = errorKind(error);
      if (kind === 'token-dead') bot.gone.add(token.value);
      else if (kind !== 'gone' && kind !== 'no-access' && kind !== 'archived') throw asBusy(error);
      // Which of the two is gone, the card or the way to it, is only known where there is another way.
      else if (kind === 'gone' && !member) return 'gone';
    }
  }
  if (!member) return 'dormant';
  if (bot.gone.has(route)) return 'gone';
  // A place that is closed is asked again after a while, not with every edit: Discord counts refusals.
  const closed = `closed ${channel} ${Math.floor(bot.clock() / closedMs)}`;
  if (bot.gone.has(closed)) return 'dormant';
  try {
    await rest.patch(route, { body, files });
    return 'shown';
  } catch (error) {
    const kind = errorKind(error);
    if (kind === 'gone') {
      bot.gone.add(route);
      return 'gone';
    }
    if (kind === 'no-access' || kind === 'archived') {
      bot.gone.add(closed);
      return 'dormant';
    }
    throw asBusy(error);
  }
}
