/** How an interaction is answered, whatever was answered before: to the person alone, or in place of what was pressed. */
import { MessageFlags, type RawFile, type RepliableInteraction, Routes } from 'discord.js';
import { z } from 'zod';
import { tokenOf } from '../address.ts';
import type { Body } from '../cards/components.ts';
import { type Attached, editCard } from '../cards/edit-card.ts';
import type { Bot, Pressed } from '../context.ts';
import { errorKind } from '../errors.ts';

export const isFresh = ({ deferred, replied }: RepliableInteraction): boolean => !deferred && !replied;

/** As discord.js takes it. */
export const inPublic = ({ components }: Attached) =>
  ({ components, flags: MessageFlags.IsComponentsV2, allowedMentions: { parse: [] } }) as const;
const inPrivate = (body: Attached) =>
  ({ ...inPublic(body), flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2 }) as const;

/** Says it to one person only, as the answer or after it. */
export async function whisper(
  bot: Pick<Bot, 'log'>,
  interaction: RepliableInteraction,
  body: Attached,
): Promise<void> {
  try {
    if (isFresh(interaction)) await interaction.reply(inPrivate(body));
    else await interaction.followUp(inPrivate(body));
  } catch (error) {
    if (errorKind(error) !== 'answered') throw error;
    bot.log.debug({ err: error }, 'an interaction was answered before, or too late');
  }
}

type Made = { body: Attached; files: RawFile[] };
type Sender = Pick<Bot, 'rest' | 'uploads' | 'limitUploads' | 'applicationId'>;

/**
 * Answers with what takes a while to make. What was answered before stays.
 * @param how.hidden to the person alone
 * @returns what posts it, and gives the message's id
 */
export async function answerLater(
  bot: Sender,
  interaction: RepliableInteraction,
  { hidden }: { hidden: boolean },
): Promise<(make: () => Promise<Made>) => Promise<string>> {
  const fresh = isFresh(interaction);
  if (fresh) await interaction.deferReply(hidden ? { flags: MessageFlags.Ephemeral } : {});
  const { applicationId } = bot;
  const { token } = interaction;
  return (make) =>
    bot.limitUploads(async () => {
      const { body, files } = await make();
      const rest = files.length > 0 ? bot.uploads : bot.rest;
      if (fresh) {
        const route = Routes.webhookMessage(applicationId, token, '@original');
        return messageSchema.parse(await rest.patch(route, { body, files, auth: false })).id;
      }
      const flags = hidden ? body.flags | MessageFlags.Ephemeral : body.flags;
      const said = { body: { ...body, flags }, files, auth: false };
      return messageSchema.parse(await rest.post(Routes.webhook(applicationId, token), said)).id;
    });
}

const messageSchema = z.object({ id: z.string(), flags: z.number().default(0) });

/** One message more, by the interaction's token. @returns `hidden`: only the person sees it */
export async function follow(
  { rest, applicationId }: Pick<Bot, 'rest' | 'applicationId'>,
  { token }: Pick<RepliableInteraction, 'token'>,
  said: Body,
  { hides }: { hides: boolean },
): Promise<{ id: string; hidden: boolean }> {
  const body = hides ? { ...said, flags: said.flags | MessageFlags.Ephemeral } : said;
  const answer = await rest.post(Routes.webhook(applicationId, token), { body, auth: false });
  const { id, flags } = messageSchema.parse(answer);
  // A server can have all answers to its members seen by them alone.
  return { id, hidden: (flags & MessageFlags.Ephemeral) !== 0 };
}

/** Puts something else in place of the message whose button was pressed. */
export async function replacePressed(bot: Bot, interaction: Pressed, body: Attached): Promise<void> {
  if (isFresh(interaction)) await interaction.deferUpdate();
  const { channelId, message } = interaction;
  const token = tokenOf(bot, interaction, '@original');
  await editCard(bot, { token, member: false, channel: channelId, card: message.id }, body);
}

/** The answer that was deferred, or the message whose button was pressed and acknowledged. */
export async function replaceAnswer(
  { rest, applicationId }: Pick<Bot, 'rest' | 'applicationId'>,
  { token }: Pick<RepliableInteraction, 'token'>,
  body: Attached,
): Promise<void> {
  await rest.patch(Routes.webhookMessage(applicationId, token, '@original'), { body, auth: false });
}
