/** Who the bot is, as Discord says. */
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../context.ts';
import { notConnected } from './start-errors.ts';

/** Of the application's flags: it may have message content, by Discord's leave or because it is small. */
const mayReadContent = (1 << 18) | (1 << 19);
const applicationSchema = z.object({ id: z.string(), flags: z.number().default(0) });
const userSchema = z.object({ id: z.string(), username: z.string() });

/** @throws NotConnected with what its owner can do */
export async function identify(
  rest: REST,
  apiUrl: string,
): Promise<Pick<Bot, 'applicationId' | 'userId' | 'seesContent' | 'fileOrigins'> & { username: string }> {
  const asked = Promise.all([
    rest.get(Routes.currentApplication()).then((it) => applicationSchema.parse(it)),
    rest.get(Routes.user()).then((it) => userSchema.parse(it)),
  ]);
  const [application, user] = await asked.catch((error: unknown) => {
    throw notConnected(error, { apiUrl });
  });
  return {
    applicationId: application.id,
    userId: user.id,
    username: user.username,
    seesContent: (application.flags & mayReadContent) !== 0,
    fileOrigins: fileOriginsFor(apiUrl),
  };
}

const discordOrigins = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** Only files of Discord's own are fetched by this adapter; in a test, those of the server that plays Discord. */
function fileOriginsFor(apiUrl: string): readonly string[] {
  const { origin, hostname } = new URL(apiUrl);
  return hostname === 'discord.com' ? discordOrigins : [origin];
}
