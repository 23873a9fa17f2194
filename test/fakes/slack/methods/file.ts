/** `files.*`: the upload in three steps, and what is known of a file. https://docs.slack.dev/messaging/working-with-files */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readBlocks } from '../blocks/check.ts';
import { Refusal } from '../http/refusals.ts';
import type { Channel, FakeState, Installation, SlackFile, Workspace } from '../state.ts';
import { threadIn, writable } from './chat.ts';
import { fileJson, keepFile, process, typeOf } from './files.ts';
import { addMessage } from './messages.ts';
import { type Call, int, type Method, method, reaches, ts, workspaceOf } from './method.ts';

/** An upload that was begun. */
export type Upload = {
  id: string;
  /** The last part of its address. */
  ticket: string;
  name: string;
  length: number;
  alt: string;
  installation: Installation;
  workspace: Workspace;
  /** What came; undefined before. `bytes` is empty when uploads are not kept. */
  came: { bytes: Buffer; size: number; sha256: string } | undefined;
  completed: boolean;
};

const fileIds = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

export const fileMethods: readonly Method[] = [
  method(
    'files.getUploadURLExternal',
    ['files:write'],
    {
      filename: z.string().min(1),
      length: int.min(1),
      alt_txt: z.string().max(1000).optional(),
      // What the SDK's types call it, and Slack does not know.
      alt_text: z.string().optional(),
      team_id: z.string().optional(),
    },
    (args, call) => {
      const { state, installation } = call;
      if (args.alt_text !== undefined)
        state.violations.push({
          method: 'files.getUploadURLExternal',
          errors: ['alt_text is unknown: it is alt_txt'],
        });
      const id = state.ids.next('F');
      const ticket = randomUUID();
      state.uploads.set(id, {
        id,
        ticket,
        name: args.filename,
        length: args.length,
        alt: args.alt_txt ?? '',
        installation,
        workspace: workspaceOf(call, args.team_id),
        came: undefined,
        completed: false,
      });
      return { upload_url: `${state.origin}/upload/v1/${ticket}`, file_id: id };
    },
  ),
  method(
    'files.completeUploadExternal',
    ['files:write'],
    {
      files: fileIds,
      channel_id: z.string().optional(),
      thread_ts: ts.optional(),
      initial_comment: z.string().optional(),
      blocks: z.unknown().optional(),
    },
    (args, call) => {
      const { state, installation } = call;
      const uploads = args.files.map(({ id }) => uploadOf(call, id));
      // Membership: `chat:write.public` does not help here.
      const channel = args.channel_id ? writable(call, args.channel_id, false) : undefined;
      const thread = channel && threadIn(call, 'files.completeUploadExternal', channel, args.thread_ts);
      const blocks =
        args.blocks === undefined || args.initial_comment !== undefined
          ? []
          : readBlocks(state, installation, args.blocks);
      const files = uploads.map(({ upload, came }, index) => {
        upload.completed = true;
        const { id, name, alt, workspace } = upload;
        const title = args.files[index]?.title ?? name;
        return keepFile(state, { id, name, alt, title, ...came }, { workspace, user: installation.bot });
      });
      const text = args.initial_comment ?? '';
      const share = { author: installation.bot, installation, text, blocks, files, thread };
      state.clock.after(state.processingMs, () => void finish(state, files, channel, share));
      return { files: files.map((file) => fileJson(state, file)) };
    },
  ),
  method('files.info', ['files:read'], { file: z.string() }, (args, call) => {
    const file = call.state.files.get(args.file);
    if (!file || !isVisible(call.installation, file)) throw new Refusal('file_not_found');
    if (file.deleted) throw new Refusal('file_deleted');
    return { file: fileJson(call.state, file), comments: [], response_metadata: { next_cursor: '' } };
  }),
];

/** Once complete, an upload is gone. @throws Refusal file_not_found */
function uploadOf(
  { state, installation }: Call,
  id: string,
): { upload: Upload; came: NonNullable<Upload['came']> } {
  const upload = state.uploads.get(id);
  if (!upload || upload.installation !== installation || upload.completed)
    throw new Refusal('file_not_found');
  if (!upload.came) throw new Refusal('file_not_found', {}, [`nothing was uploaded for ${id}`]);
  return { upload, came: upload.came };
}

/** The end of processing: type and thumbnails are known, and the message with the files stands in the channel. */
async function finish(
  state: FakeState,
  files: SlackFile[],
  channel: Channel | undefined,
  share: Parameters<typeof addMessage>[2],
): Promise<void> {
  for (const file of files) await process(file);
  if (!channel) return;
  // Seen, not documented: the share is lost without a word.
  const lost = files.find(({ alt, name }) => alt && !typeOf(name).startsWith('image/'));
  if (lost) {
    const errors = [`alt_txt on ${lost.name}, which is no image: its share is lost`];
    state.violations.push({ method: 'files.completeUploadExternal', errors });
    return;
  }
  const stillThere = share.installation && channel.members.has(share.installation.bot);
  if (channel.archived || channel.deleted || !stillThere) return;
  addMessage(state, channel, share);
}

/** The bot sees a file that is its own, that nobody shared (it came in a modal), or that is where it can look. */
export function isVisible(installation: Installation, file: SlackFile): boolean {
  if (!reaches(installation, file.workspace)) return false;
  const { shares, user } = file;
  if (user === installation.bot || shares.length === 0) return true;
  return shares.some(({ channel }) => channel.kind === 'public' || channel.members.has(installation.bot));
}
