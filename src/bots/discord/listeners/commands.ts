/** Slash commands of the models: options to settings, an attachment or a link to the source. */
import type { Attachment, ChatInputCommandInteraction } from 'discord.js';
import { startAll } from '../../../chat/batch/start.ts';
import { answering } from '../../../chat/chat.ts';
import { declaredMedium } from '../../../chat/media.ts';
import { settingsWith } from '../../../chat/presets/named.ts';
import { withNext } from '../../../chat/recipe/suggest.ts';
import { Refusal } from '../../../chat/reply.ts';
import { startTaste } from '../../../chat/taste/start.ts';
import { linked } from '../../../chat/typed/said.ts';
import { areas } from '../../../core/domain/asked/taste.ts';
import type { Model } from '../../../models/model.ts';
import { linkOption, moreFiles, presetOption, thenOption } from '../commands/options.ts';
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

/** What was attached, else the file behind the link, if there is one. @param names of the options that take a file */
function sourcesIn(options: ChatInputCommandInteraction['options'], names: readonly string[]): Found[] {
  const files = names.flatMap((name) => options.getAttachment(name) ?? []).map(foundIn);
  const link = options.getString(linkOption);
  return files.length === 0 && link ? [{ ...linked(link), spoiler: false }] : files;
}

/** `/try`; without a picture it is the newest one there, which the price shows before anything runs. */
export async function handleTry(bot: Bot, interaction: ChatInputCommandInteraction): Promise<void> {
  const { options } = interaction;
  const turn = turnOf(bot, interaction);
  await answering(bot, turn, async () => {
    const area = areas.find((each) => each === options.getString(areaOption)) ?? 'detail';
    const [given] = sourcesIn(options, [imageOption]);
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
  const sources = sourcesIn(options, [model.media.name, ...moreFiles(model)]);
  const turn = turnOf(bot, interaction);
  await answering(bot, turn, async () => {
    const preset = options.getString(presetOption);
    const then = options.getString(thenOption);
    const whole =
      preset === null ? request : { ...request, ...(await settingsWith(bot, turn.asker, preset, request)) };
    const asked = then === null ? whole : await withNext(bot, turn.asker, whole, then);
    if (sources.length > 0) await startAll(bot, turn, asked, sources);
    else await startWithNewest(bot, interaction, asked);
  });
}
