/** Messages that bring results, after they were posted: drawn anew, made one line, pinned, answered for all to see. */
import { ComponentType, Routes } from 'discord.js';
import type { AdminNotice, Chat } from '../../../../chat/chat.ts';
import { unfoldOf, versionLineOf } from '../../../../chat/versions/actions.ts';
import { votingWords } from '../../../../chat/versions/words.ts';
import type { Job } from '../../../../core/domain/job.ts';
import type { View } from '../../../../core/view/view.ts';
import { linkTo, readAddress } from '../../address.ts';
import { bodyOf, buttonOf, plain, rows, text } from '../../cards/components.ts';
import type { Attached } from '../../cards/edit-card.ts';
import { postReply } from '../../cards/post-message.ts';
import { type Posted, resultMessage } from '../../cards/result.ts';
import { drawn, style } from '../../cards/style.ts';
import type { Bot } from '../../context.ts';
import { asBusy, isClosed } from '../../errors.ts';
import { mediaIn } from '../message-media.ts';
import type { RawMessage } from '../raw-message.ts';

export const resultMessages = (bot: () => Bot): Chat['results'] => ({
  folds: true,
  announce: (job, notice) => announce(bot(), job, notice),
  redraw: (job, view) => redraw(bot(), job, view),
  pin: (job) => pin(bot(), job),
});

/** False where the bot's own token does not reach it. @throws what another try may mend */
async function redraw(bot: Bot, { address: json }: Job, view: View): Promise<boolean> {
  const address = readAddress(json);
  const { result, card, member } = address;
  if (!result || !member || result.message === card || result.count !== undefined || view.form === 'bare')
    return false;
  const route = Routes.channelMessage(result.channel, result.message);
  try {
    const posted = fileIn(await bot.rest.get(route));
    const how = { now: bot.clock(), remark: result.remark, neutral: (view.form ?? 'full') !== 'full' };
    const body = view.versioned?.folded ? oneLine(view, posted) : resultMessage(view, address, posted, how);
    // Without a list of attachments the message keeps its file.
    const { attachments: _, ...said } = body;
    await bot.rest.patch(route, { body: said });
    return true;
  } catch (error) {
    if (!isClosed(error)) throw asBusy(error);
    return false;
  }
}

/** What the message shows, under the name that its file has there. */
function fileIn(message: unknown): Posted | undefined {
  // Discord's own answer to who asked for a message.
  const [file] = mediaIn(message as RawMessage);
  if (!file) return undefined;
  return { fileName: file.name, type: file.medium === 'image' ? 'image/*' : '', alt: file.alt };
}

/** The file stays where it is: a picture as a thumbnail, anything else by its name. */
function oneLine(view: View, posted: Posted | undefined): Attached {
  const said = text(plain(versionLineOf(view.versioned) ?? view.title));
  const url = posted && `attachment://${posted.fileName}`;
  const isPicture = posted?.type.startsWith('image/') ?? false;
  const thumbnail = {
    type: ComponentType.Thumbnail as const,
    media: { url: url ?? '' },
    description: posted?.alt ?? null,
  };
  const section = { type: ComponentType.Section as const, components: [said], accessory: thumbnail };
  const file = { type: ComponentType.File as const, file: { url: url ?? '' } };
  const shown = isPicture ? [section] : [said, ...(posted ? [file] : [])];
  return bodyOf([...shown, ...rows([buttonOf(unfoldOf(view))])]);
}

/** In reply to the result; where that stands in a thread or elsewhere, in the channel where it was asked for. */
async function announce(bot: Bot, job: Job, { lines, actions = [] }: AdminNotice): Promise<boolean> {
  const { guild, channel, result } = readAddress(job.address);
  if (!result) return false;
  const isHere = result.channel === channel;
  const url = linkTo(guild, result.channel, result.message);
  const said = [...lines(style), style.link(votingWords.result, url)].map(drawn).join('\n');
  const body = bodyOf([text(said), ...rows(actions.map((it) => buttonOf(it)))]);
  const at = { id: isHere ? result.message : '', channel_id: channel };
  const minute = Math.floor(bot.clock() / 60_000);
  try {
    await postReply(bot, at, { body, nonce: `pick ${job.id} ${minute}` });
    return true;
  } catch (error) {
    if (!isClosed(error)) throw asBusy(error);
    return false;
  }
}

/** False where the bot may not. */
async function pin(bot: Bot, { address }: Job): Promise<boolean> {
  const { result } = readAddress(address);
  if (!result) return false;
  try {
    await bot.rest.put(Routes.channelMessagesPin(result.channel, result.message));
    return true;
  } catch (error) {
    bot.log.debug({ err: error }, 'a picked result could not be pinned');
    return false;
  }
}
