/** Files: how they are kept, processed, shared, and told of. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { FakeState, Message, SlackFile, User, Workspace } from '../state.ts';

/** A file as a person hands it over. */
export type SentFile = {
  name: string;
  bytes: Uint8Array;
  title?: string;
  /** The media type that Slack tells; by the name's ending when left out. */
  type?: string;
  mode?: SlackFile['mode'];
  /** Slack Connect: messages carry no more than `file_access: check_file_info`. */
  checkInfo?: boolean;
  /** Where `url_private` points instead of Slack's own host. */
  origin?: string;
};

const types: Record<string, string> = {
  gif: 'image/gif',
  heic: 'image/heic',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  webm: 'video/webm',
  pdf: 'application/pdf',
  txt: 'text/plain',
};
/** A name's ending in small letters, without the dot; empty when there is none. */
export const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
/** The media type by the name's ending. */
export const typeOf = (name: string): string => types[endingOf(name)] ?? 'application/octet-stream';

/** Keeps a file that is not processed yet. `size` and `sha256`: of bytes that are not kept. */
export function keepFile(
  state: FakeState,
  file: SentFile & { alt?: string; id?: string; size?: number; sha256?: string },
  { workspace, user }: { workspace: Workspace; user: User },
): SlackFile {
  const bytes = Buffer.from(file.bytes);
  const kept: SlackFile = {
    id: file.id ?? state.ids.next('F'),
    name: file.name,
    title: file.title ?? file.name,
    bytes,
    size: file.size ?? bytes.length,
    sha256: file.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
    mimetype: file.type ?? typeOf(file.name),
    width: undefined,
    height: undefined,
    alt: file.alt ?? '',
    mode: file.mode ?? 'hosted',
    workspace,
    user,
    createdAt: state.clock.now(),
    processed: false,
    deleted: false,
    checkInfo: file.checkInfo ?? false,
    origin: file.origin ?? state.origin,
    shares: [],
  };
  state.files.set(kept.id, kept);
  return kept;
}

/** What Slack finds out while it processes a file. Bytes that are not kept have no size in pixels. */
export async function process(file: SlackFile): Promise<void> {
  const measured = file.mimetype.startsWith('image/')
    ? await sharp(file.bytes)
        .metadata()
        .catch(() => undefined)
    : undefined;
  file.width = measured?.width;
  file.height = measured?.height;
  file.processed = true;
}

/** The place of a file behind the token: `T…-F…/name`. */
export const placeOf = ({ workspace, id, name }: SlackFile): string =>
  `${workspace.id}-${id}/${encodeURIComponent(name.toLowerCase().replaceAll(' ', '_'))}`;

/** What a message carries of its file. https://docs.slack.dev/reference/objects/file-object */
export const fileInMessage = (state: FakeState, file: SlackFile): Record<string, unknown> => {
  if (file.deleted) return { id: file.id, mode: 'tombstone' };
  return file.checkInfo
    ? { id: file.id, created: 0, timestamp: 0, user: '', file_access: 'check_file_info' }
    : fileJson(state, file);
};

/** The whole file object. Its type, its thumbnails and its shares are missing until it is processed. */
export function fileJson(state: FakeState, file: SlackFile): Record<string, unknown> {
  const { processed, workspace } = file;
  const created = Math.floor(file.createdAt / 1000);
  const base = `${file.origin}/files-pri/${placeOf(file)}`;
  const permalink = `${state.origin}/files/${file.user.id}/${file.id}/${encodeURIComponent(file.name)}`;
  const pixels = processed && file.width ? { original_w: file.width, original_h: file.height } : {};
  const thumbs = processed && file.width ? { thumb_360: base.replace('files-pri', 'files-tmb') } : {};
  return {
    id: file.id,
    created,
    timestamp: created,
    name: file.name,
    title: file.title,
    mimetype: processed ? file.mimetype : '',
    filetype: processed ? endingOf(file.name) : '',
    pretty_type: processed ? endingOf(file.name).toUpperCase() : '',
    user: file.user.id,
    user_team: workspace.id,
    editable: false,
    size: file.size,
    mode: file.mode,
    is_external: file.mode === 'external',
    external_type: '',
    is_public: file.shares.some(({ channel }) => channel.kind === 'public'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    file_access: 'visible',
    url_private: base,
    url_private_download: base.replace(placeOf(file), placeOf(file).replace('/', '/download/')),
    permalink,
    ...pixels,
    ...thumbs,
    ...(file.alt ? { alt_txt: file.alt } : {}),
    channels: idsOf(file, 'public'),
    groups: idsOf(file, 'private'),
    ims: idsOf(file, 'im'),
    shares: sharesOf(file),
  };
}

const idsOf = ({ shares }: SlackFile, kind: string): string[] => [
  ...new Set(shares.filter(({ channel }) => channel.kind === kind).map(({ channel }) => channel.id)),
];

/** `{ public: { C…: [{ ts, thread_ts }] }, private: … }` */
function sharesOf(file: SlackFile): Record<string, Record<string, object[]>> {
  const all: Record<string, Record<string, object[]>> = {};
  for (const message of file.shares.filter((it) => !it.deleted)) {
    const kind = message.channel.kind === 'public' ? 'public' : 'private';
    all[kind] ??= {};
    const here = all[kind];
    here[message.channel.id] ??= [];
    here[message.channel.id]?.push(shareJson(message));
  }
  return all;
}
const shareJson = ({ ts, thread, channel }: Message) => ({
  ts,
  channel_name: channel.name,
  team_id: channel.workspace.id,
  reply_count: 0,
  ...(thread ? { thread_ts: thread } : {}),
});
