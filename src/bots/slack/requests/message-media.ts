/** The pictures and videos of a message, wherever Slack put them, and what is known of them. */

import { z } from 'zod';
import { declaredMedium, mediumOfName, nameIn } from '../../../chat/media.ts';
import { linked as linkTo } from '../../../chat/typed/said.ts';
import type { Found } from '../context.ts';
import { formWords as words } from '../words/form.ts';
import { jobIn } from './job-message.ts';

const text = z.string().nullish();
const size = z.number().nullish();
const listOf = <It extends z.ZodType>(it: It) =>
  z
    .array(it)
    .nullish()
    .transform((all) => all ?? []);

/** https://docs.slack.dev/reference/objects/file-object */
const fileSchema = z.object({
  id: z.string(),
  name: text,
  title: text,
  mimetype: text,
  mode: text,
  is_external: z.boolean().nullish(),
  file_access: text,
  url_private: text,
  url_private_download: text,
  size,
  original_w: size,
  original_h: size,
  alt_txt: text,
});
type File = z.infer<typeof fileSchema>;

const pictureSchema = z.object({ image_url: text, alt_text: text });
/** A link that Slack has looked up, or a message that was shared. https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
const attachmentSchema = z.object({
  image_url: text,
  image_width: size,
  image_height: size,
  from_url: text,
  title: text,
  files: listOf(fileSchema),
  blocks: listOf(z.looseObject({})),
});
const messageSchema = z.object({
  ts: z.string(),
  user: text,
  text,
  files: listOf(fileSchema),
  attachments: listOf(attachmentSchema),
  blocks: listOf(z.looseObject({})),
});

/** `unusable`: a sentence for each file that is not taken. */
export type Contents = { media: Found[]; unusable: string[] };

/**
 * In reading order, each once: files, shared ones, pictures of links and blocks, links to files.
 * @param message as in interactions, events and histories
 */
export function contentsOf(message: unknown, channel: string): Contents {
  const { ts, user, text: said, files, attachments, blocks } = messageSchema.parse(message);
  const job = jobIn(message);
  const where = { channel, ts, ...(user ? { author: user } : {}), ...(job === undefined ? {} : { job }) };
  const read = [...files, ...attachments.flatMap((it) => it.files)].map(fromFile);
  const links = [
    ...attachments.flatMap((it) => [
      ...pictureAt(it.image_url, { name: it.title, width: it.image_width, height: it.image_height }),
      ...it.blocks.flatMap(fromBlock),
    ]),
    ...blocks.flatMap(fromBlock),
    // What Slack has looked up stands there as a picture.
    ...linksIn(said ?? '').filter(
      ({ url }) => !attachments.some((it) => it.image_url && it.from_url === url),
    ),
  ];
  const media = [...read.flatMap((it) => (typeof it === 'string' ? [] : [it])), ...links];
  const each = new Map(media.map((it) => [it.file ?? it.url, { ...it, message: where }]));
  return { media: [...each.values()], unusable: read.filter((it) => typeof it === 'string') };
}

/** A file as it may be used, or a sentence why not. Where Slack shows no more than its id, `url` is empty. */
export const fileOf = (file: unknown): Found | string => fromFile(fileSchema.parse(file));

function fromFile(file: File): Found | string {
  const { id, name, title, mode, size: bytes, original_w: width, original_h: height, alt_txt: alt } = file;
  const called = name || title || words.unnamed;
  if (mode === 'tombstone') return words.unusable.gone(called);
  if (mode === 'hidden_by_limit') return words.unusable.hidden(called);
  const url = file.url_private_download || file.url_private || '';
  // Slack Connect: https://docs.slack.dev/apis/slack-connect/#files
  if (file.file_access === 'check_file_info' || url === '')
    return { file: id, url: '', name: called, medium: mediumOfName(called) };
  if (mode === 'external' || file.is_external) return words.unusable.external(called);
  const medium = declaredMedium(file.mimetype, called);
  if ((mode && mode !== 'hosted') || medium === 'other') return words.unusable.other(called);
  return {
    file: id,
    url,
    name: called,
    medium,
    ...(bytes ? { bytes } : {}),
    ...(width && height ? { width, height } : {}),
    ...(alt ? { alt } : {}),
  };
}

function fromBlock(block: Record<string, unknown>): Found[] {
  if (block.type !== 'image') return [];
  const picture = pictureSchema.safeParse(block);
  return picture.success ? pictureAt(picture.data.image_url, { alt: picture.data.alt_text }) : [];
}

/** A picture behind a link. */
function pictureAt(
  url: string | null | undefined,
  more: {
    name?: string | null | undefined;
    alt?: string | null | undefined;
    width?: number | null | undefined;
    height?: number | null | undefined;
  },
): Found[] {
  if (!url || !/^https?:/.test(url) || !URL.canParse(url)) return [];
  const { alt, width, height } = more;
  return [
    {
      url,
      name: nameIn(url),
      medium: 'image',
      ...(width && height ? { width, height } : {}),
      ...(alt ? { alt } : {}),
    },
  ];
}

/** Links as Slack writes them, as far as their name says that it is a picture or a video. */
const linksIn = (said: string): Found[] =>
  [...said.matchAll(/<(https?:\/\/[^\s<>|]+)(?:\|[^<>]*)?>/gi)].flatMap(([, given = '']) => {
    const url = given.replaceAll('&amp;', '&');
    const found = URL.canParse(url) ? linkTo(url) : undefined;
    return found?.medium ? [found] : [];
  });
