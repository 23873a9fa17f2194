/** Slash commands of the models: options to settings, an attachment or a link to the source. */
import type { Attachment, ChatInputCommandInteraction } from 'discord.js';
import { startAll } from '../../../chat/batch/start.ts';
import { answering } from '../../../chat/chat.ts';
import { declaredMedium } from '../../../chat/media.ts';
import { settingsWith } from '../../../chat/presets/named.ts';
import { linked } from '../../../chat/typed/said.ts';
import type { Model } from '../../../models/model.ts';
import { linkOption, moreFiles, presetOption } from '../commands/options.ts';
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
  const names = [model.media.name, ...moreFiles(model)];
  const files = names.flatMap((name) => options.getAttachment(name) ?? []).map(foundIn);
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
  const sources = files.length === 0 && link ? [{ ...linked(link), spoiler: false }] : files;
  const turn = turnOf(bot, interaction);
  await answering(bot, turn, async () => {
    const preset = options.getString(presetOption);
    const asked =
      preset === null
        ? request
        : { ...request, settings: await settingsWith(bot, turn.asker, preset, request) };
    if (sources.length > 0) await startAll(bot, turn, asked, sources);
    else await startWithNewest(bot, interaction, asked);
  });
}
