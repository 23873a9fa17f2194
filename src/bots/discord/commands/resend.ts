/** A result once more: privately as it was made, or again in the channel or by direct message. */
import { readFile } from 'node:fs/promises';
import { type RepliableInteraction, Routes } from 'discord.js';
import type { Job } from '../../../core/domain/job.ts';
import { limitShare } from '../../../core/media/fit/fit.ts';
import { bytes as size } from '../../../core/words/amounts.ts';
import { readAddress } from '../address.ts';
import { note } from '../cards/card.ts';
import { directChannel } from '../cards/direct-message.ts';
import { fileOf, type Posted, resultMessage } from '../cards/result.ts';
import { errorKind } from '../errors.ts';
import type { Bot } from '../context.ts';
import { conversationOf, missingIn } from '../requests/permissions.ts';
import { directLimit } from '../upload-limits.ts';
import { Refused, words } from '../words/request.ts';

/** @throws Refused where the file may not go. */
async function opened(bot: Bot, job: Job, channel: string | null) {
  const { restricted, channel: home } = readAddress(job.address);
  if (restricted && channel !== home) throw new Refused(words.restrictedStays);
  const delivery = await bot.resultOf(job);
  if (!delivery) throw new Refused(words.fileGone);
  return delivery;
}

/** Answers privately with the file as it was made, or says why not. */
export async function resendPrivately(bot: Bot, interaction: RepliableInteraction, job: Job): Promise<void> {
  const delivery = await opened(bot, job, interaction.channelId);
  // What was learned of the place is about others: whoever presses may have a higher limit.
  const { attachmentSizeLimit: limit } = interaction;
  const tooLarge = words.originalTooLarge(size(delivery.bytes), size(limit));
  if (delivery.bytes > limit * limitShare) throw new Refused(tooLarge);
  await interaction.deferReply({ flags: 'Ephemeral' });
  await send(bot, interaction, async () => {
    const { fileName, type, path } = delivery;
    const posted: Posted = { fileName, type };
    const { flags, components, allowed_mentions } = note([words.originalHere]);
    const file = { type: 13, file: { url: `attachment://${fileName}` } };
    const body = {
      flags,
      allowed_mentions,
      components: [...components, file],
      attachments: [{ id: '0', filename: fileName }],
    };
    return { body, files: [fileOf(posted, await readFile(path))] };
  }).catch(async (error: unknown) => {
    if (errorKind(error) !== 'too-large') throw error;
    await send(bot, interaction, async () => ({ body: note([tooLarge]), files: [] }));
  });
}

const send = (
  bot: Bot,
  { token }: RepliableInteraction,
  make: () => Promise<{ body: object; files: ReturnType<typeof fileOf>[] }>,
) =>
  bot.limitUploads(async () => {
    const { body, files } = await make();
    const route = Routes.webhookMessage(bot.applicationId, token, '@original');
    await bot.uploads.patch(route, { body, files, auth: false });
  });

/** Posts a result anew, as the answer. @throws Refused */
export async function resendHere(bot: Bot, interaction: RepliableInteraction, job: Job): Promise<void> {
  const missing = missingIn(conversationOf(bot, interaction));
  if (missing) throw new Refused(words.missing(missing));
  const delivery = await opened(bot, job, interaction.channelId);
  const view = await bot.requests.view(job);
  const limit = Math.min(interaction.attachmentSizeLimit, bot.limits.known(interaction.guildId ?? undefined));
  await interaction.deferReply();
  const fitting = await bot.fit(delivery, view, limit);
  const why = fitting ? '' : words.tooLarge(size(delivery.bytes), size(limit));
  await send(bot, interaction, async () => ({
    body: resultMessage(view, readAddress(job.address), fitting, { now: bot.clock(), why }),
    files: fitting ? [fileOf(fitting, await readFile(fitting.path))] : [],
  }));
}

/** Sends a result as a direct message, and says so privately. @throws Refused */
export async function resendDirectly(bot: Bot, interaction: RepliableInteraction, job: Job): Promise<void> {
  if (readAddress(job.address).restricted) throw new Refused(words.restrictedStays);
  const delivery = await opened(bot, job, interaction.channelId);
  await interaction.deferReply({ flags: 'Ephemeral' });
  const view = await bot.requests.view(job);
  try {
    const channelId = await directChannel(bot, interaction.user.id);
    const fitting = await bot.fit(delivery, view, directLimit);
    const why = fitting ? '' : words.tooLarge(size(delivery.bytes), size(directLimit));
    const body = resultMessage(view, readAddress(job.address), fitting, { now: bot.clock(), why });
    await bot.limitUploads(async () => {
      const files = fitting ? [fileOf(fitting, await readFile(fitting.path))] : [];
      await bot.uploads.post(Routes.channelMessages(channelId), { body, files });
    });
    await send(bot, interaction, async () => ({ body: note([words.sentDirectly]), files: [] }));
  } catch (error) {
    if (errorKind(error) !== 'no-messages') throw error;
    await send(bot, interaction, async () => ({ body: note([words.closedToDirect]), files: [] }));
  }
}
