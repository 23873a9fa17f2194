/** Direct messages. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../context.ts';

/** The channel of direct messages with a person; it is made when there is none. @throws the refusal */
export async function directChannel({ rest }: Pick<Bot, 'rest'>, user: string): Promise<string> {
  const answer = await rest.post(Routes.userChannels(), { body: { recipient_id: user } });
  return z.object({ id: z.string() }).parse(answer).id;
}
