/** Files: what is sent, how it is kept, and the addresses they are fetched from. */
import { createHmac } from 'node:crypto';
import sharp from 'sharp';
import { refusal } from '../http/refusals.ts';
import type { Attachment, FakeState } from '../state.ts';

/** A file as a person or the bot hands it over. What is left out is found as Discord finds it. */
export type SentFile = {
  name: string;
  bytes: Uint8Array;
  alt?: string;
  spoiler?: boolean;
  /** The media type that Discord tells; by the name's ending when left out. */
  type?: string;
  width?: number;
  height?: number;
  /** Of a video or a sound. */
  seconds?: number;
};

const types: Record<string, string> = {
  apng: 'image/apng',
  avif: 'image/avif',
  gif: 'image/gif',
  heic: 'image/heic',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  tiff: 'image/tiff',
  webp: 'image/webp',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
  zip: 'application/zip',
};
const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
/** The media type by the name's ending. */
const typeOf = (name: string): string | undefined => types[endingOf(name)];

/** Whether `file_types` lets a file through: by its name alone. Discord's change log, 2026-08-05. */
export const isOfTypes = (name: string, allowed: readonly string[]): boolean =>
  allowed.some((it) =>
    it.startsWith('.') ? name.toLowerCase().endsWith(it.toLowerCase()) : typeOf(name)?.startsWith(`${it}/`),
  );

/** The name that Discord gives a file; `attachment://` has to use it. */
export const keptName = (name: string): string =>
  name.replace(/\s/g, '_').replace(/[^\p{L}\p{N}._-]/gu, '') || 'unknown';

/** Keeps a file. `place`: the channel's id; for a file of a slash option or a modal the application's. */
export async function keepFile(
  state: FakeState,
  file: SentFile,
  { place, ephemeral }: { place: string; ephemeral: boolean },
): Promise<Attachment> {
  const name = keptName(file.name);
  const type = file.type ?? typeOf(name);
  const measured = type?.startsWith('image/')
    ? await sharp(file.bytes)
        .metadata()
        .catch(() => undefined)
    : undefined;
  const attachment: Attachment = {
    id: state.clock.snowflake(),
    name,
    bytes: Buffer.from(file.bytes),
    type,
    alt: file.alt ?? '',
    spoiler: file.spoiler ?? name.startsWith('SPOILER_'),
    width: file.width ?? measured?.width,
    height: file.height ?? measured?.height,
    seconds: file.seconds,
    ephemeral,
    place,
  };
  state.attachments.set(attachment.id, attachment);
  return attachment;
}

const daySeconds = 24 * 60 * 60;
const signature = (state: FakeState, text: string) =>
  createHmac('sha256', state.token).update(text).digest('hex');
const pathOf = ({ ephemeral, place, id, name }: Attachment) =>
  `/${ephemeral ? 'ephemeral-attachments' : 'attachments'}/${place}/${id}/${encodeURIComponent(name)}`;

/** An address that works for a day. https://docs.discord.com/developers/reference#signed-attachment-cdn-urls */
export function addressOf(state: FakeState, attachment: Attachment): string {
  const now = Math.floor(state.clock.now() / 1000);
  const path = pathOf(attachment);
  const query = `ex=${(now + daySeconds).toString(16)}&is=${now.toString(16)}`;
  return `${state.origin}${path}?${query}&hm=${signature(state, `${path}?${query}`)}&`;
}

/** The file behind an address. @throws Refusal 404 when it is not signed, has expired, or is gone */
export function fileAt(state: FakeState, url: URL): Attachment {
  const attachment = state.attachments.get(url.pathname.split('/')[3] ?? '');
  const { ex = '', is = '', hm = '' } = Object.fromEntries(url.searchParams);
  const expected = signature(state, `${url.pathname}?ex=${ex}&is=${is}`);
  const over = Number.parseInt(ex, 16) * 1000 < state.clock.now();
  if (!attachment || pathOf(attachment) !== url.pathname || hm !== expected || over) throw refusal('noRoute');
  return attachment;
}

/** https://docs.discord.com/developers/resources/message#attachment-object */
export function attachmentJson(state: FakeState, attachment: Attachment): Record<string, unknown> {
  const { id, name, bytes, type, alt, spoiler, width, height, seconds, ephemeral } = attachment;
  const url = addressOf(state, attachment);
  return {
    id,
    filename: name,
    size: bytes.length,
    url,
    proxy_url: url,
    ...(type === undefined ? {} : { content_type: type }),
    ...(width === undefined ? {} : { width, height }),
    ...(seconds === undefined ? {} : { duration_secs: seconds }),
    ...(alt ? { description: alt } : {}),
    ...(spoiler ? { flags: 8 } : {}),
    ...(ephemeral ? { ephemeral } : {}),
  };
}
