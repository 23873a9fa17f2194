/** Slash commands of the models: options to settings, an attachment or a link to the source. */
import type { Attachment, ChatInputCommandInteraction } from 'discord.js';
import { answering } from '../../../chat/chat.ts';
import { declaredMedium } from '../../../chat/media.ts';
import { settingsWith } from '../../../chat/presets/named.ts';
import { Refusal } from '../../../chat/reply.ts';
import { startRequest } from '../../../chat/start.ts';
import { startTaste } from '../../../chat/taste/start.ts';
import { linked } from '../../../chat/typed/said.ts';
import { areas } from '../../../core/domain/asked/taste.ts';
import type { Model } from '../../../models/model.ts';
import { linkOption, presetOption } from '../commands/options.ts';
import { areaOption, imageOption } from '../commands/try.ts';
import type { Bot, Found } from '../context.ts';
import { startWithNewest } from '../form/newest.ts';
import { turnOf } from '../requests/interaction-turn.ts';
import { ownName } from '../requests/message-media.ts';
import { newestMedia, nothingNewest } from '../requests/newest-media.ts';
import { conversationOf } from '../requests/permissions.ts';

/** What a slash option brought. All of it is a claim. */
function foundIn(it: Attachment): Found {
  const { url, name, contentType, size, width, height, description, spoiler } = it;
  const medium = declaredMedium(contentType, name);
  return {
    url,
    name: ownName(name),
    medium: medium === 'other' ? undefined : medium,
    bytes: size,
    width: width ?? undefined,
    height: height ?? undefined,
    alt: description ?? undefined,
    spoiler,
  };
}

function sourceIn(options: ChatInputCommandInteraction['options'], name: string): Found | undefined {
  const attachment = options.getAttachment(name);
  if (attachment) return foundIn(attachment);
  const link = options.getString(linkOption);
  return link === null ? undefined : { ...linked(link), spoiler: false };
}

/** `/try`; without a picture it is the newest one there, which the price shows before anything runs. */
export async function handleTry(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const { options } = interaction;
  const turn = turnOf(bot, interaction);
  await answering(bot, turn, async () => {
    const area = areas.find((each) => each === options.getString(areaOption)) ?? 'detail';
    const given = sourceIn(options, imageOption);
    const conversation = conversationOf(bot, interaction);
    const source = given ?? (await newestMedia(bot, conversation, 'image'));
    if (!source) throw new Refusal(nothingNewest(bot, conversation, 'image'));
    await startTaste(bot, turn, { source, area });
  });
}

export async function handleModelCommand(
  bot: Bot,
  interaction: ChatInputCommandInteraction,
  model: Model,
): Promise<void> {
  const { options } = interaction;
  const settings = Object.fromEntries(
    model.fields
      .filter((field) => field !== model.media)
      .flatMap(({ name }) => {
        const value = options.get(name)?.value;
        return value === undefined ? [] : [[name, value]];
      }),
  );
  const request = { model: model.name, settings };
  const source = sourceIn(options, model.media.name);
  const turn = turnOf(bot, interaction);
  await answering(bot, turn, async () => {
    const preset = options.getString(presetOption);
    const asked =
      preset === null
        ? request
        : { ...request, settings: await settingsWith(bot, turn.asker, preset, request) };
    if (source) await startRequest(bot, turn, { ...asked, source });
    else await startWithNewest(bot, interaction, asked);
  });
}
