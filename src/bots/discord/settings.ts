/** What connects Discord. */
import { z } from 'zod';
import type { Prices } from '../../core/credits/prices.ts';
import type { Comparisons } from '../../core/jobs/files/comparisons.ts';
import type { Log } from '../../core/log.ts';
import type { Fit } from '../../core/media/fit/fit.ts';
import type { AsMoving } from '../../core/media/moving/moving.ts';
import type { Dedupe } from '../../core/store/dedupe.ts';
import type { LeaderLock } from '../../core/store/leader/leader-lock.ts';
import { credits, origin, platformSettings, secret } from '../../settings/values.ts';

export type DiscordSettings = Readonly<{
  token: string;
  apiUrl: string;
  /** Commands are registered in this server only, where they appear at once: for development. */
  guild: string | undefined;
  /** What each person may spend in a month where no server pays, in thousandths of a credit; null is without limit. */
  directCredits: number | null;
}>;

export const discordSettings = platformSettings({
  variables: z.object({
    DISCORD_TOKEN: secret.optional(),
    DISCORD_API_URL: origin.default('https://discord.com/api'),
    DISCORD_GUILD: z
      .string()
      .regex(/^\d{17,20}$/, 'must be the id of a server')
      .optional(),
    DISCORD_DIRECT_CREDITS: credits.default(200_000),
  }),
  made({
    DISCORD_TOKEN: token,
    DISCORD_API_URL: apiUrl,
    DISCORD_GUILD: guild,
    DISCORD_DIRECT_CREDITS: directCredits,
  }): DiscordSettings | undefined {
    return token === undefined ? undefined : { token, apiUrl, guild, directCredits };
  },
});

/** What the adapter is made of. */
export type DiscordOptions = {
  token: string;
  /** Discord's is `https://discord.com/api`; the gateway's address comes from there, too. */
  apiUrl: string;
  log: Log;
  /** What waits between two tries, ms; for tests. */
  pause?: (ms: number) => Promise<unknown>;
  /** ms since 1970. */
  clock?: () => number;
  /** The path of a kept file, for results that are sent once more and sources that are run again. */
  filePath: (name: string) => string;
  maxFileBytes: number;
  /** The owner's, for lists and forms. */
  prices: Prices;
  /** What each person may spend in a month where no server pays, as a limit; left out: the safe one. */
  directCredits?: number | null;
  /** What is delivered twice is heard once, whichever process hears it. */
  dedupe: Dedupe;
  /** Take part in conversations; false: only edit and post. */
  gateway?: boolean;
  /** Makes results fit; left out, what is too large is not posted as a file. */
  fitTo?: Fit['fitTo'];
  /** Makes a clip a picture that moves; left out, none is made. */
  asMoving?: AsMoving;
  /** Sets results beside their sources; left out, none is. */
  comparisons?: Pick<Comparisons, 'of'>;
  /** Lets one process at a time hear people; left out: this is the only one. */
  hold?: LeaderLock['hold'];
};
