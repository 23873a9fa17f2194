/** The pictures and videos of a message, wherever Discord put them. */
import {
  type APIAttachment,
  type APIEmbed,
  type APIMessageComponent,
  type APIUnfurledMediaItem,
  AttachmentFlags,
  ComponentType,
} from 'discord.js';
import { declaredMedium, nameIn } from '../../../chat/media.ts';
import type { Found } from '../context.ts';
import type { Contents, RawMessage } from './raw-message.ts';

type Media = Omit<Found, 'message'>;

/**
 * All of them in reading order, each once: attachments, what is forwarded, components, embeds. A file whose name and
 * type say nothing counts only where there is nothing else. Spoilers stay spoilers.
 * The order and the fields: https://docs.discord.com/developers/resources/message#message-object
 */
export function mediaIn(message: RawMessage): Found[] {
  const where = { id: message.id, channel: message.channel_id, author: message.author.id };
  const reachable = mediaOf(message).filter(({ url }) => /^https?:/.test(url) && URL.canParse(url));
  const all = new Map(reachable.map((it): [string, Found] => [it.url, { ...it, message: where }]));
  const known = [...all.values()].filter(({ medium }) => medium !== undefined);
  return known.length > 0 ? known : [...all.values()];
}

function mediaOf(contents: Contents): Media[] {
  const { attachments = [], embeds = [], components = [], message_snapshots = [], content = '' } = contents;
  return [
    ...attachments.flatMap(fromAttachment),
    ...message_snapshots.flatMap(({ message }) => mediaOf(message)),
    ...components.flatMap((component) => fromComponent(component, false)),
    ...embeds.flatMap((embed) => fromEmbed(embed, content)),
  ];
}

/** Discord's sign of a spoiler is no part of what somebody called the file. */
const marker = 'SPOILER_';
const isMarked = (name: string): boolean => name.startsWith(marker);
export const ownName = (name: string): string => (isMarked(name) ? name.slice(marker.length) : name);

function fromAttachment(it: APIAttachment): Media[] {
  const medium = declaredMedium(it.content_type, it.filename);
  if (medium === 'other') return [];
  const hidden = ((it.flags ?? 0) & AttachmentFlags.IsSpoiler) !== 0 || isMarked(it.filename);
  return [
    {
      url: it.url,
      name: ownName(it.filename),
      medium,
      bytes: it.size,
      width: it.width ?? undefined,
      height: it.height ?? undefined,
      alt: it.description || undefined,
      spoiler: hidden,
    },
  ];
}

/** @param hidden it stands inside a container that is a spoiler. */
function fromComponent(component: APIMessageComponent, hidden: boolean): Media[] {
  switch (component.type) {
    case ComponentType.Container:
      return component.components.flatMap((it) => fromComponent(it, hidden || component.spoiler === true));
    case ComponentType.Section:
      return fromComponent(component.accessory, hidden);
    case ComponentType.MediaGallery:
      return component.items.flatMap((item) =>
        unfurled(item.media, { alt: item.description, spoiler: hidden || item.spoiler === true }),
      );
    case ComponentType.Thumbnail:
      return unfurled(component.media, {
        alt: component.description,
        spoiler: hidden || component.spoiler === true,
      });
    case ComponentType.File: {
      const { file, name, size, spoiler } = component;
      return unfurled(file, { name, bytes: size, spoiler: hidden || spoiler === true });
    }
    default:
      return [];
  }
}

/** What Discord hosts is taken where it is; a stranger's picture from Discord's proxy, which holds no surprises. */
function unfurled(
  it: APIUnfurledMediaItem,
  more: {
    name?: string | undefined;
    bytes?: number | undefined;
    alt?: string | null | undefined;
    spoiler: boolean;
  },
): Media[] {
  const url = it.attachment_id === undefined ? (it.proxy_url ?? it.url) : it.url;
  const name = more.name ?? nameIn(it.url);
  const medium = declaredMedium(it.content_type, name);
  if (medium === 'other') return [];
  const { width, height } = it;
  const marked =
    'flags' in it && typeof it.flags === 'number' && (it.flags & AttachmentFlags.IsSpoiler) !== 0;
  return [
    {
      url,
      name: ownName(name),
      medium,
      bytes: more.bytes,
      width: width ?? undefined,
      height: height ?? undefined,
      alt: more.alt || undefined,
      spoiler: more.spoiler || marked || isMarked(name),
    },
  ];
}

/** A video that only a web page plays has no proxied file; its preview picture is not what anybody means then. */
function fromEmbed(embed: APIEmbed, content: string): Media[] {
  const hidden = embed.url !== undefined && spoilersIn(content).includes(embed.url);
  const one = (it: APIEmbed['image'] | APIEmbed['video'], kind: 'image' | 'video'): Media[] =>
    it?.proxy_url
      ? [
          {
            url: it.proxy_url,
            name: nameIn(it.url ?? it.proxy_url),
            medium: kind,
            bytes: undefined,
            // Discord writes 0 for what it has not measured.
            width: it.width || undefined,
            height: it.height || undefined,
            alt: ('description' in it && typeof it.description === 'string' && it.description) || undefined,
            spoiler: hidden,
          },
        ]
      : [];
  const video = one(embed.video, 'video');
  // A moving picture comes as a video and its still.
  return video.length > 0 ? video : [...one(embed.image, 'image'), ...one(embed.thumbnail, 'image')];
}

const spoilersIn = (content: string): string =>
  [...content.matchAll(/\|\|([\s\S]*?)\|\|/g)].map(([, inside = '']) => inside).join('\n');
