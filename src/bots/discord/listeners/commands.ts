/** Slash commands of the models: options to settings, an attachment or a link to the source. */
import type { Attachment, ChatInputCommandInteraction } from 'discord.js';
import type { Model } from '../../../models/model.ts';
import { linkOption } from '../commands/options.ts';
import type { Bot, ChatRequest, Found } from '../context.ts';
import { startWithNewest } from '../requests/newest-media.ts';
import { conversationOf, personOf } from '../requests/permissions.ts';
import { linked } from '../requests/source.ts';
import { startRequest } from '../requests/start.ts';

const mediumOf = (type: string | null): Found['medium'] =>
  type?.startsWith('image/') ? 'image' : type?.startsWith('video/') ? 'video' : undefined;

/** What a slash option brought. All of it is a claim. */
const foundIn = ({
  url,
  name,
  contentType,
  size,
  width,
  height,
  description,
  spoiler,
}: Attachment): Found => ({
  url,
  name,
  medium: mediumOf(contentType),
  bytes: size,
  width: width ?? undefined,
  height: height ?? undefined,
  alt: description ?? undefined,
  spoiler,
});

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
  const chatRequest: ChatRequest = {
    key: interaction.id,
    person: personOf(bot, interaction),
    conversation: conversationOf(bot, interaction),
    model: model.name,
    settings,
    source: attachment ? foundIn(attachment) : link ? linked(link.trim()) : undefined,
  };
  if (chatRequest.source) await startRequest(bot, { kind: 'answer', interaction }, chatRequest);
  else await startWithNewest(bot, interaction, chatRequest);
}
