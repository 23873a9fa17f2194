/** A result once more: privately as it was made, or again in the channel or by direct message. */
import { readFile } from 'node:fs/promises';
import { ComponentType, type RepliableInteraction, Routes } from 'discord.js';
import type { Notice } from '../../../chat/reply.ts';
import { Refusal } from '../../../chat/reply.ts';
import type { Destination } from '../../../chat/turn.ts';
import { words as chatWords } from '../../../chat/words.ts';
import type { Job } from '../../../core/domain/job.ts';
import { limitShare } from '../../../core/media/fit/fit.ts';
import type { Delivery } from '../../../core/ports/platform.ts';
import type { View } from '../../../core/view/view.ts';
import { bytes as size } from '../../../core/words/amounts.ts';
import { readAddress } from '../address.ts';
import { rememberAside } from '../cards/beside/asides.ts';
import { note } from '../cards/components.ts';
import type { Attached } from '../cards/edit-card.ts';
import { attempt } from '../cards/fit-and-send.ts';
import { type Answered, directChannel, postReply } from '../cards/post-message.ts';
import { fileOf, resultMessage, uploadName } from '../cards/result.ts';
import type { Bot, Conversation } from '../context.ts';
import { errorKind } from '../errors.ts';
import { directLimit, limitOf } from '../upload-limits.ts';
import { words } from '../words/request.ts';
import { answerLater } from './answer.ts';
import { missingIn } from './permissions.ts';

export type Sent = { job: Job; view: View; delivery: Delivery };

/** What was made in an age-restricted channel stays there. @throws Refusal, also where nothing can be posted */
export function checkDestination(job: Job, to: Destination, conversation: Conversation): void {
  const { restricted, channel } = readAddress(job.address);
  if (restricted && (to === 'direct' || channel !== conversation.channel))
    throw new Refusal(chatWords.confinedStays);
  const missing = to === 'here' ? missingIn(conversation) : undefined;
  if (missing) throw new Refusal(words.missing(missing));
}

/** To a person, whatever they sent the request with. */
export async function sendDirectlyAgain(bot: Bot, it: Sent, person: string): Promise<Notice> {
  const channel = await directChannel(bot, person);
  const done = await anew(bot, it, directLimit, async ({ body, files }) => {
    await bot.uploads.post(Routes.channelMessages(channel), { body, files });
    return channel;
  });
  return { kind: 'notice', text: done !== undefined ? words.sentDirectly : words.closedToDirect };
}

/** As the answer to an interaction. */
export async function sendHere(bot: Bot, interaction: RepliableInteraction, it: Sent): Promise<void> {
  const limit = Math.min(interaction.attachmentSizeLimit, bot.limits.known(interaction.guildId ?? undefined));
  const answer = await answerLater(bot, interaction, { hidden: false });
  const message = await anew(bot, it, limit, (made) => answer(async () => made));
  if (message === undefined) throw new Refusal(words.cannotPost);
  await rememberAside(bot, it.job.id, { channel: interaction.channelId ?? '', message });
}

/** In reply to a message. */
export async function sendInReply(bot: Bot, message: Answered, it: Sent): Promise<void> {
  const nonce = `sent ${message.id}`;
  const limit = await limitOf(bot, message.guild_id);
  const own = await anew(bot, it, limit, (made) => postReply(bot, message, { ...made, nonce }));
  if (own === undefined) throw new Refusal(words.cannotPost);
  await rememberAside(bot, it.job.id, { channel: message.channel_id, message: own });
}

type Made = { body: Attached; files: ReturnType<typeof fileOf>[] };

/** What was learned of a limit here is about this person alone. @returns what `send` gave; undefined where it could not be posted */
async function anew(
  bot: Bot,
  { job, view, delivery }: Sent,
  limit: number,
  send: (made: Made) => Promise<string>,
): Promise<string | undefined> {
  const options = { limit, learn: () => {} };
  return attempt({ bot, view, delivery }, options, async ({ posted, remark, form, files }) => {
    const how = { now: bot.clock(), remark, neutral: form !== 'full' };
    return send({ body: resultMessage(view, readAddress(job.address), posted, how), files });
  });
}

/** Answers privately with the file as it was made. @returns why that cannot be: it is too large */
export async function sendOriginal(
  bot: Bot,
  interaction: RepliableInteraction,
  { fileName: name, type, path, bytes }: Delivery,
): Promise<string | undefined> {
  // What was learned of the place is about others: whoever presses may have a higher limit.
  const { attachmentSizeLimit: limit } = interaction;
  const tooLarge = words.originalTooLarge(size(bytes), size(limit));
  if (bytes > limit * limitShare) return tooLarge;
  const fileName = uploadName(name);
  const answer = await answerLater(bot, interaction, { hidden: true });
  try {
    await answer(async () => {
      const said = note([words.originalHere]);
      const file = { type: ComponentType.File as const, file: { url: `attachment://${fileName}` } };
      const attachments = [{ id: '0', filename: fileName }];
      const body = { ...said, components: [...said.components, file], attachments };
      return { body, files: [fileOf({ fileName, type }, await readFile(path))] };
    });
  } catch (error) {
    if (errorKind(error) !== 'too-large') throw error;
    return tooLarge;
  }
  return undefined;
}
