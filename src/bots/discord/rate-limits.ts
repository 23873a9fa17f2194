/**
 * How often a card may be edited here. None of it is documented; it is what was observed, and a little less. Discord counts
 * by the bot, whatever process the edit comes from.
 */
import type { Budget, EditLimits } from '../../core/ports/edit-limits.ts';
import { type Address, isAlive, isFarewell } from './address.ts';

const alike = (most: number): Budget['most'] => ({ end: most, state: most, news: most, progress: most });
/** All cards: discord.js and Discord itself stop at 50 requests a second. */
const everyCard: Budget = {
  name: 'discord cards',
  perMs: 1_000,
  most: { end: 30, state: 20, news: 18, progress: 15 },
  shared: true,
};
/** By the bot's own token 5 in 5 s for all cards of a channel (discord-net/Discord.Net#2375). */
const channelEdits = { perMs: 5_200, most: { end: 5, state: 4, news: 3, progress: 3 }, shared: true };
/** Messages that are older than an hour: 3 in 6 s. */
const oldEdits = { perMs: 6_200, most: { end: 3, state: 2, news: 1, progress: 1 }, shared: true };
/** By an interaction's token 5 in a short time, each token by itself (bwmarrin/discordgo#1384). */
const tokenEdits = { perMs: 2_500, most: alike(5), shared: true };

/** ms. From here on only changes of state: the bucket of old messages is small. */
const oldMs = 55 * 60_000;

export function editLimitsOf(
  address: Address,
  { liveInLane, ageMs, now }: { liveInLane: number; ageMs: number; now: number },
): EditLimits {
  const posted = address.posted === undefined ? {} : { posted: address.posted };
  if (isAlive(address.token, now))
    return {
      lane: `card ${address.card}`,
      budgets: [everyCard, { name: `card ${address.card}`, ...tokenEdits }],
      spacingMs: 1_000,
      progressMs: 5_000,
      ...posted,
      ...(isFarewell(address, now) && { frame: 'farewell' }),
    };
  const lane = `channel ${address.channel}`;
  const old = ageMs > oldMs;
  return {
    lane,
    budgets: [everyCard, { name: lane, ...(old ? oldEdits : channelEdits) }],
    spacingMs: 1_000,
    ...posted,
    // Where nothing reaches the card there is nothing to show.
    progressMs: old || !address.member ? undefined : Math.max(10_000, 2_500 * liveInLane),
  };
}
