/** What the admins of a place are told. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import { personOfScope } from '../address.ts';
import type { Bot } from '../context.ts';
import { asBusy, isClosed } from '../errors.ts';
import { note, plain } from './components.ts';
import { directChannel } from './post-message.ts';

/**
 * In the channel they named, else to the owner of the guild; where a person answers for themselves, to them.
 * @throws what is worth another try.
 */
export async function notify(bot: Bot, scope: string, channel: string | null, text: string): Promise<void> {
  const body = note([plain(text)]);
  const closed = (error: unknown): undefined => {
    if (!isClosed(error)) throw asBusy(error);
    bot.log.warn({ err: error }, 'admins could not be told in the channel they named');
  };
  if (channel !== null) {
    const posted = await bot.rest.post(Routes.channelMessages(channel), { body }).catch(closed);
    if (posted !== undefined) return;
  }
  const owner = personOfScope(scope) ?? (await ownerOf(bot, scope).catch(closed));
  if (owner === undefined) return;
  const direct = await directChannel(bot, owner).catch(closed);
  if (direct !== undefined) await bot.rest.post(Routes.channelMessages(direct), { body }).catch(closed);
}

const ownerOf = async ({ rest }: Bot, guild: string): Promise<string> =>
  z.object({ owner_id: z.string() }).parse(await rest.get(Routes.guild(guild))).owner_id;
