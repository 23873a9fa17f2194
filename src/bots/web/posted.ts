/** Files that stand in the channel: kept by us, as long as results are. */
import { createReadStream } from 'node:fs';
import { mediumOfType } from '../../chat/media.ts';
import { Refusal } from '../../chat/reply.ts';
import type { Json, Source } from '../../core/domain/job.ts';
import { keptPath } from '../../core/media/files.ts';
import { messageAt } from '../../pages/channel/log/kept.ts';
import type { Message, PostedFile } from '../../pages/channel/log/messages.ts';
import type { Found, Web } from './context.ts';
import { words } from './words.ts';

/** Which one of a message. */
export type FileRef = { message: string; index: number };

const filesIn = (message: Message | undefined): readonly PostedFile[] =>
  message?.kind === 'said' || message?.kind === 'result' ? message.files : [];

/** What tells of a message's deletion. */
export const placeOf = (room: string, message: string): string => `${room} ${message}`;

function foundIn(room: string, ref: FileRef, message: Message): Found | undefined {
  const file = filesIn(message)[ref.index];
  if (!file) return undefined;
  const { fileName: name, type, bytes, width, height, alt } = file;
  const job = message.kind === 'result' ? message.views[ref.index]?.id : undefined;
  const posted = job === undefined ? { by: message.by, at: placeOf(room, ref.message) } : { job };
  return {
    ...ref,
    url: '',
    name,
    medium: mediumOfType(type),
    bytes,
    width,
    height,
    alt,
    file,
    posted,
  };
}

/** The files of a message that this person may see. */
export async function foundAt(web: Web, room: string, ref: FileRef): Promise<Found | undefined> {
  const message = await messageAt(web, room, ref.message);
  return message && foundIn(room, ref, message);
}

/** Of a message, all that this person may see; of what we post ourselves, results alone. */
export async function picturesAt(web: Web, room: string, id: Json): Promise<Found[]> {
  const name = String(id);
  const message = await messageAt(web, room, name);
  if (!message || ('only' in message && message.only)) return [];
  if (message.kind === 'result' && message.aside !== undefined) return [];
  return filesIn(message).flatMap((_, index) => foundIn(room, { message: name, index }, message) ?? []);
}

/** The newest of a kind; undefined where there is none. */
export async function newestOf(
  web: Web,
  room: string,
  medium: 'image' | 'video',
): Promise<Found | undefined> {
  const { messages } = await web.rooms.list(room);
  for (const { id } of messages.toReversed()) {
    const message = await messageAt(web, room, id);
    if (message === undefined || ('only' in message && message.only)) continue;
    const index = filesIn(message).findIndex(({ type }) => mediumOfType(type) === medium);
    if (index >= 0) return foundIn(room, { message: id, index }, message);
  }
  return undefined;
}

/** As it stands there now. @throws Refusal where it was deleted */
export async function ready(web: Web, room: string, source: Found | undefined): Promise<Found | undefined> {
  const { message, index } = source ?? {};
  if (source === undefined || message === undefined || index === undefined) return source;
  const found = await foundAt(web, room, { message, index });
  if (!found || !(await keptPath(web.posted.path, found.file))) throw new Refusal(words.deleted(source.name));
  return found;
}

/** Into the data folder. @throws Failure; Refusal where it is gone */
export async function take(web: Web, { file, url, name }: Found): Promise<Source> {
  if (!file) return { kind: 'link', link: url, ...(name && { fileName: name }) };
  const path = await keptPath(web.posted.path, file);
  if (path === undefined) throw new Refusal(words.deleted(name));
  return { kind: 'stored', ...(await web.requests.keep(createReadStream(path))), fileName: file.fileName };
}

/** Keeps a file of the data folder as one that stands in the channel. */
export async function post(
  { posted }: Pick<Web, 'posted'>,
  body: AsyncIterable<Uint8Array>,
  about: Pick<PostedFile, 'fileName'> & {
    width?: number | undefined;
    height?: number | undefined;
    alt?: string;
  },
): Promise<PostedFile> {
  const { width, height, ...more } = about;
  const { name, type, bytes } = await posted.keep(body, { maxBytes: Number.POSITIVE_INFINITY });
  return { name, type, bytes, ...more, ...(width && height && { width, height }) };
}
