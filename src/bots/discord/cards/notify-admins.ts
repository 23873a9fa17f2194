/** What the admins of a place are told. */
import { Routes } from 'discord.js';
import { z } from 'zod';
import type { AdminNotice, Chat } from '../../../chat/chat.ts';
import { personOfScope } from '../address.ts';
import type { Bot } from '../context.ts';
import { asBusy, isClosed } from '../errors.ts';
import { bodyOf, buttonOf, rows, text } from './components.ts';
import { directChannel, sendDirectly } from './post-message.ts';
import { drawn, style } from './style.ts';

/**
 * In the channel they named, else to the owner of the guild; where a person answers for themselves, to them.
 * @returns whether anybody was told. @throws what is worth another try.
 */
export async function notify(
  bot: Bot,
  scope: string,
  channel: string | null,
  { lines, actions = [] }: AdminNotice,
): Promise<boolean> {
  const said = text(lines(style).map(drawn).join('\n'));
  const closed = (error: unknown): undefined => {
    if (!isClosed(error)) throw asBusy(error);
    bot.log.warn({ err: error }, 'admins could not be told in the channel they named');
  };
  if (channel !== null) {
    const body = bodyOf([said, ...rows(actions.map((it) => buttonOf(it)))]);
    const posted = await bot.rest.post(Routes.channelMessages(channel), { body }).catch(closed);
    if (posted !== undefined) return true;
  }
  const owner = personOfScope(scope) ?? (await ownerOf(bot, scope).catch(closed));
  if (owner === undefined) return false;
  const direct = await directChannel(bot, owner).catch(closed);
  if (direct === undefined) return false;
  // What is pressed in direct messages counts for these, not for the guild: there the words alone say what to do.
  const posted = await bot.rest.post(Routes.channelMessages(direct), { body: bodyOf([said]) }).catch(closed);
  return posted !== undefined;
}

/** What the conversation says by itself, to nobody who has just done something. */
export const messenger = (bot: Promise<Bot>): Pick<Chat, 'tellAdmins' | 'tell'> => ({
  // Where a person answers for themselves there is no admin who could be asked.
  tellAdmins: async (scope, channel, notice) =>
    personOfScope(scope) === undefined && notify(await bot, scope, channel, notice),
  tell: async (_scope, person, said) => sendDirectly(await bot, person, bodyOf([text(drawn(said))])),
});

const ownerOf = async ({ rest }: Bot, guild: string): Promise<string> =>
  z.object({ owner_id: z.string() }).parse(await rest.get(Routes.guild(guild))).owner_id;
