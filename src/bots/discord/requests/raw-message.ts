/** A message as Discord tells it, as far as it is looked at: from the gateway, by REST, or as discord.js made it over. */
import type { APIMessage, Message, MessageSnapshot } from 'discord.js';

export type RawMessage = Contents & Pick<APIMessage, 'id' | 'channel_id'> & { author: { id: string } };
export type Contents = Pick<APIMessage, 'content' | 'attachments' | 'embeds' | 'components'> & {
  message_snapshots?: { message: Contents }[];
};

/** A message of discord.js as Discord told it, as far as it is looked at here. */
export function rawOf(message: Message): RawMessage {
  const { id, channelId, author } = message;
  return { id, channel_id: channelId, author, ...contentsOf(message) };
}

function contentsOf(message: Message | MessageSnapshot): Contents {
  const { content, attachments, embeds, components, messageSnapshots } = message;
  return {
    content: content ?? '',
    attachments: [...(attachments?.values() ?? [])].map((it) => ({
      id: it.id,
      filename: it.name,
      size: it.size,
      url: it.url,
      proxy_url: it.proxyURL,
      width: it.width,
      height: it.height,
      ...(it.contentType === null ? {} : { content_type: it.contentType }),
      ...(it.description === null ? {} : { description: it.description }),
      flags: it.flags.bitfield,
    })),
    embeds: (embeds ?? []).map(({ data }) => data),
    components: (components ?? []).map((it) => it.toJSON()),
    message_snapshots: [...(messageSnapshots?.values() ?? [])].map((it) => ({ message: contentsOf(it) })),
  };
}
