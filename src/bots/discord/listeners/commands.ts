/** Slash commands of the models: options to settings, an attachment or a link to the source. */
import type { Attachment, ChatInputCommandInteraction } from 'discord.js';
import type { Model } from '../../../models/model.ts';
import { linkOption } from '../commands/options.ts';
import type { Asking, Bot, Found } from '../context.ts';
import { beginWithNewest } from '../requests/newest-media.ts';
import { personOf, placeOf } from '../requests/permissions.ts';
import { linked } from '../requests/source.ts';
import { begin } from '../requests/start.ts';

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
  const asking: Asking = {
    key: interaction.id,
    person: personOf(bot, interaction),
    place: placeOf(bot, interaction),
    model: model.name,
    settings,
    source: attachment ? foundIn(attachment) : link ? linked(link.trim()) : undefined,
  };
  if (asking.source) await begin(bot, { kind: 'answer', interaction }, asking);
  else await beginWithNewest(bot, interaction, asking);
}
