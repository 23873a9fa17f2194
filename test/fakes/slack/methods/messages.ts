/** Messages: posted, edited, deleted, and written as JSON. Each of these is told to the app where it subscribed. */
import { emit } from '../http/events.ts';
import { textOf } from '../people/seen.ts';
import { type Channel, type FakeState, installationIn, type Message } from '../state.ts';
import { fileInMessage } from './files.ts';

type Contents = Partial<
  Pick<
    Message,
    'blocks' | 'files' | 'thread' | 'broadcast' | 'metadata' | 'clientMsgId' | 'visibleTo' | 'installation'
  >
>;
export type NewMessage = Pick<Message, 'author' | 'text'> & Contents;

/** The first message of a thread that `ts` belongs to, itself or its parent. */
export const rootOf = (channel: Channel, ts: string): Message | undefined => {
  const found = channel.messages.find((it) => it.ts === ts && !it.visibleTo);
  return found?.thread ? channel.messages.find((it) => it.ts === found.thread) : found;
};

/** Puts a message at the end of a channel; its files are shared with it. */
export function addMessage(state: FakeState, channel: Channel, what: NewMessage): Message {
  const message: Message = {
    ts: state.ids.ts(),
    channel,
    author: what.author,
    installation: what.installation,
    text: what.text,
    blocks: what.blocks ?? [],
    files: what.files ?? [],
    thread: what.thread,
    broadcast: what.broadcast ?? false,
    metadata: what.metadata,
    reactions: new Map(),
    clientMsgId: what.clientMsgId,
    visibleTo: what.visibleTo,
    edited: false,
    deleted: false,
    history: [],
  };
  message.history.push(textOf(message));
  channel.messages.push(message);
  for (const file of message.files) file.shares.push(message);
  if (!message.visibleTo) tell(state, channel, { ...messageJson(state, message), event_ts: message.ts });
  return message;
}

/** Replaces text and blocks. With blocks no "(edited)" is shown. */
export function editMessage(
  state: FakeState,
  message: Message,
  next: Pick<Message, 'text' | 'blocks'> & Partial<Pick<Message, 'metadata' | 'files'>>,
): void {
  const previous = messageJson(state, message);
  Object.assign(message, next);
  if (next.blocks.length === 0) message.edited = true;
  const text = textOf(message);
  if (text !== message.history.at(-1)) message.history.push(text);
  if (message.visibleTo) return;
  tell(state, message.channel, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: messageJson(state, message),
    previous_message: previous,
    ts: state.ids.ts(),
  });
}

/** Takes a message away from everybody's eyes; it stays in `channel.messages`. */
export function removeMessage(state: FakeState, message: Message): void {
  const previous = messageJson(state, message);
  message.deleted = true;
  if (message.visibleTo) return;
  tell(state, message.channel, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    deleted_ts: message.ts,
    previous_message: previous,
    ts: state.ids.ts(),
  });
}

const eventOf = {
  public: 'message.channels',
  private: 'message.groups',
  im: 'message.im',
  mpim: 'message.mpim',
};
const typeOf = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' };

/** Only what happens where the bot is reaches it. */
function tell(state: FakeState, channel: Channel, event: Record<string, unknown>): void {
  const installation = installationIn(channel.workspace);
  if (!installation || !channel.members.has(installation.bot)) return;
  emit(state, channel.workspace, eventOf[channel.kind], {
    ...event,
    channel: channel.id,
    channel_type: typeOf[channel.kind],
  });
}

/** As in events, in histories and in interactions. https://docs.slack.dev/reference/events/message */
export function messageJson(
  state: FakeState,
  message: Message,
  withMetadata = true,
): Record<string, unknown> {
  const { author, installation, thread, channel, files } = message;
  const replies = channel.messages.filter(
    (it) => it.thread === message.ts && !it.deleted && !it.visibleTo && it.ts !== message.ts,
  );
  return {
    type: 'message',
    // The bot's own shares have none.
    ...(files.length > 0 && !installation ? { subtype: 'file_share' } : {}),
    ...(message.broadcast && !installation ? { subtype: 'thread_broadcast' } : {}),
    user: author.id,
    text: message.text,
    ts: message.ts,
    team: (author.workspace ?? channel.workspace).id,
    ...(installation
      ? { bot_id: installation.botId, app_id: state.appId, bot_profile: botProfile(state, message) }
      : {}),
    ...(message.clientMsgId ? { client_msg_id: message.clientMsgId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(files.length > 0
      ? {
          files: files.map((file) => fileInMessage(state, file)),
          upload: false,
        }
      : {}),
    ...(thread ? { thread_ts: thread, parent_user_id: rootOf(channel, thread)?.author.id } : {}),
    ...(replies.length > 0
      ? { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts }
      : {}),
    ...(message.edited ? { edited: { user: author.id, ts: state.ids.ts() } } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

const botProfile = (state: FakeState, { installation, channel }: Message) => ({
  id: installation?.botId,
  app_id: state.appId,
  name: installation?.bot.name,
  deleted: false,
  team_id: channel.workspace.id,
});

/** The address of a message in the workspace. */
export const permalinkOf = (state: FakeState, { channel, ts, thread }: Message): string =>
  `${state.origin}/archives/${channel.id}/p${ts.replace('.', '')}${thread ? `?thread_ts=${thread}&cid=${channel.id}` : ''}`;
