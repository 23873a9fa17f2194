/** A message as Discord tells it. */
import { ComponentType as T } from 'discord.js';
import { type FakeState, type Message, MessageFlag, type User } from '../state.ts';
import { addressOf, attachmentJson } from './attachments.ts';
import { everyMedium } from './components.ts';
import { interactionMetadata, messageTypeOf } from './interaction.ts';

/** https://docs.discord.com/developers/resources/user#user-object */
export const userJson = ({ id, name, bot }: User) => ({
  id,
  username: name,
  global_name: bot ? null : name,
  discriminator: '0',
  avatar: null,
  bot,
  public_flags: 0,
});

/**
 * https://docs.discord.com/developers/resources/message#message-object
 * @param options `blank`: as an application without message content gets it.
 */
export function messageJson(
  state: FakeState,
  message: Message,
  { blank = () => false, nested = false }: { blank?: (message: Message) => boolean; nested?: boolean } = {},
): Record<string, unknown> {
  const { id, channel, author, reference, interaction, flags, nonce } = message;
  const contents = contentsJson(state, message, blank(message));
  const snapshot = reference?.kind === 'forward' ? reference.message : undefined;
  const replied = reference?.kind === 'reply' ? reference.message : undefined;
  return {
    id,
    channel_id: channel.id,
    type: messageTypeOf(message),
    author: userJson(author),
    ...contents,
    mention_everyone: message.pinged.includes('everyone'),
    mentions: message.mentions.flatMap((user) => {
      const known = state.users.get(user);
      return known ? [userJson(known)] : [];
    }),
    mention_roles:
      channel.guild?.roles.map((role) => role.id).filter((id) => message.pinged.includes(id)) ?? [],
    pinned: false,
    tts: false,
    flags,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    ...(nonce === undefined ? {} : { nonce }),
    ...(interaction
      ? {
          webhook_id: state.application.id,
          application_id: state.application.id,
          interaction_metadata: interactionMetadata(interaction, message, userJson),
        }
      : {}),
    ...(reference
      ? {
          message_reference: {
            type: reference.kind === 'forward' ? 1 : 0,
            message_id: reference.message.id,
            channel_id: reference.message.channel.id,
            ...(reference.message.channel.guild ? { guild_id: reference.message.channel.guild.id } : {}),
          },
        }
      : {}),
    ...(replied && !nested
      ? { referenced_message: replied.deleted ? null : messageJson(state, replied, { blank, nested: true }) }
      : {}),
    ...(snapshot ? { message_snapshots: [{ message: snapshotJson(snapshot) }] } : {}),
  };

  function snapshotJson(of: Message) {
    return {
      type: messageTypeOf(of),
      ...contentsJson(state, of, blank(message)),
      flags: of.flags,
      timestamp: new Date(of.createdAt).toISOString(),
      edited_timestamp: null,
      mentions: [],
      mention_roles: [],
    };
  }
}

function contentsJson(state: FakeState, message: Message, blank: boolean) {
  if (blank) return { content: '', embeds: [], attachments: [], components: [] };
  const { content, embeds, components, attachments } = message;
  let componentId = 0;
  const shown = new Set(
    [...everyMedium(components).map(({ url }) => url), ...embeds.flatMap(embedUrls)].filter((url) =>
      url.startsWith('attachment://'),
    ),
  );
  return {
    content,
    embeds: embeds.map((it) => ({ type: 'rich', ...resolved(it) })),
    components: components.map((it) => resolved(it)),
    // What a component or an embed shows is not in the list, as Discord means it to be.
    attachments: attachments
      .filter(({ name }) => !shown.has(`attachment://${name}`))
      .map((attachment) => attachmentJson(state, attachment)),
  };

  /** A component or an embed with its pictures' addresses, and an id on each component. */
  function resolved(it: object): Record<string, unknown> {
    const isComponent = 'type' in it && typeof it.type === 'number';
    if (isComponent) componentId += 1;
    const numbered = isComponent ? { id: componentId } : {};
    const entries = Object.entries(it).flatMap(([key, value]): [string, unknown][] => {
      if (value === undefined) return [];
      if (Array.isArray(value))
        return [[key, value.map((one) => (typeof one === 'object' && one ? resolved(one) : one))]];
      if (typeof value !== 'object' || value === null) return [[key, value]];
      if (['media', 'file', 'image', 'thumbnail'].includes(key)) return [[key, medium(value)]];
      return [[key, resolved(value)]];
    });
    const json = { ...numbered, ...Object.fromEntries(entries) };
    if (!('type' in it) || it.type !== T.File) return json;
    const file = attachmentAt('file' in it ? it.file : undefined);
    return { ...json, name: file?.name, size: file?.bytes.length };
  }

  function attachmentAt(value: unknown) {
    const url = typeof value === 'object' && value && 'url' in value ? value.url : undefined;
    return attachments.find(({ name }) => url === `attachment://${name}`);
  }

  function medium(value: object): Record<string, unknown> {
    const attachment = attachmentAt(value);
    if (!attachment) return { proxy_url: 'url' in value ? value.url : undefined, ...value };
    const url = addressOf(state, attachment);
    return {
      url,
      proxy_url: url,
      width: attachment.width ?? null,
      height: attachment.height ?? null,
      content_type: attachment.type ?? null,
      attachment_id: attachment.id,
      loading_state: 2,
      flags: attachment.spoiler ? 8 : 0,
    };
  }
}

const embedUrls = (embed: Record<string, unknown>): string[] =>
  [embed.image, embed.thumbnail].flatMap((it) =>
    typeof it === 'object' && it && 'url' in it && typeof it.url === 'string' ? [it.url] : [],
  );

/**
 * Whether an application without the message-content intent sees a message empty: all but its own, direct
 * messages, and those that mention it. https://docs.discord.com/developers/events/gateway#message-content-intent
 */
export const isWithheld = (state: FakeState, message: Message): boolean =>
  message.author !== state.bot && message.channel.kind !== 'dm' && !message.mentions.includes(state.bot.id);

/** A deferred answer that has not been filled in: "thinking". */
export const isLoading = ({ flags }: Message): boolean => (flags & MessageFlag.loading) !== 0;
