/** What connects Discord. */
import { z } from 'zod';
import { origin, platformSettings, secret } from '../../settings/values.ts';

export type DiscordSettings = Readonly<{
  token: string;
  apiUrl: string;
  /** Commands are registered in this server only, where they appear at once: for development. */
  guild: string | undefined;
}>;

export const discordSettings = platformSettings({
  variables: z.object({
    DISCORD_TOKEN: secret.optional(),
    DISCORD_API_URL: origin.default('https://discord.com/api'),
    DISCORD_GUILD: z
      .string()
      .regex(/^\d{17,20}$/, 'must be the id of a server')
      .optional(),
  }),
  made: ({
    DISCORD_TOKEN: token,
    DISCORD_API_URL: apiUrl,
    DISCORD_GUILD: guild,
  }): DiscordSettings | undefined => (token === undefined ? undefined : { token, apiUrl, guild }),
});
