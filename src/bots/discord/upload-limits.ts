/** How large a file may be where: what is known, and what was learned from refusals. */
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { Log } from '../../core/log.ts';

const mebibyte = 1024 * 1024;
/** https://docs.discord.com/developers/reference#uploading-files */
export const directLimit = 10 * mebibyte;
const byTier = [10, 10, 50, 100].map((count) => count * mebibyte);
/** Above this Discord fails, whatever it says (discord-api-docs#7603). */
const ceiling = 100 * mebibyte;
/** What was learned is believed for so long, in ms; then the told limit is tried again. */
const learnedMs = 6 * 3_600_000;
const tierMs = 10 * 60_000;

export type Limits = {
  /** The most bytes that are tried there, by refusals so far. */
  known(guild: string | undefined): number;
  learn(guild: string | undefined, most: number): void;
  tier(guild: string): number | undefined;
  setTier(guild: string, tier: number): void;
};

export function createLimits(clock: () => number): Limits {
  const learned = new Map<string, { most: number; until: number }>();
  const tiers = new Map<string, { tier: number; until: number }>();
  return {
    known(guild) {
      const known = guild === undefined ? undefined : learned.get(guild);
      return known && clock() < known.until ? Math.min(known.most, ceiling) : ceiling;
    },
    learn(guild, most) {
      if (guild !== undefined) learned.set(guild, { most, until: clock() + learnedMs });
    },
    tier(guild) {
      const known = tiers.get(guild);
      return known && clock() < known.until ? known.tier : undefined;
    },
    setTier(guild, tier) {
      tiers.set(guild, { tier, until: clock() + tierMs });
    },
  };
}

/** Bytes per file that the bot's own token may post; the smallest where Discord does not say. */
export async function limitOf(
  { rest, log, limits }: { rest: REST; log: Log; limits: Limits },
  guild: string | undefined,
): Promise<number> {
  if (guild === undefined) return directLimit;
  let tier = limits.tier(guild);
  if (tier === undefined) {
    try {
      tier = z.object({ premium_tier: z.number() }).parse(await rest.get(Routes.guild(guild))).premium_tier;
      limits.setTier(guild, tier);
    } catch (error) {
      log.debug({ err: error }, 'the tier of a guild is not known');
    }
  }
  return Math.min(byTier[tier ?? 0] ?? directLimit, limits.known(guild));
}
