/** Slash commands of the models: options to settings, an attachment or a link to the source. */
import type { Attachment, ChatInputCommandInteraction } from 'discord.js';
import { answering } from '../../../chat/chat.ts';
import { declaredMedium } from '../../../chat/media.ts';
import { settingsWith } from '../../../chat/presets/named.ts';
import { startRequest } from '../../../chat/start.ts';
import { linked } from '../../../chat/typed/said.ts';
import type { Model } from '../../../models/model.ts';
import { linkOption, presetOption } from '../commands/options.ts';
import type { Bot, Found } from '../context.ts';
import { startWithNewest } from '../form/newest.ts';
import { turnOf } from '../requests/interaction-turn.ts';
import { ownName } from '../requests/message-media.ts';

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

export async function handleModelCommand(
  bot: Bot,
  interaction: ChatInputCommandInteraction,
  model: Model,
): Promise<void> {
  const { options } = interaction;
  const attachment = options.getAttachment(model.media.name);
  const link = options.getString(linkOption);
  const settings = Object.fromEntries(
    model.fields
      .filter((field) => field !== model.media)
      .flatMap(({ name }) => {
        const value = options.get(name)?.value;
        return value === undefined ? [] : [[name, value]];
      }),
  );
  const request = { model: model.name, settings };
  const source = attachment ? foundIn(attachment) : link ? { ...linked(link), spoiler: false } : undefined;
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
