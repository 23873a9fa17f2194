/** `chat.*`. https://docs.slack.dev/reference/methods?family=chat */
import { z } from 'zod';
import type { Block } from '../blocks/blocks.ts';
import { readBlocks } from '../blocks/check.ts';
import { Refusal } from '../http/refusals.ts';
import { directChannel } from '../places.ts';
import type { Channel, Message } from '../state.ts';
import { addMessage, editMessage, messageJson, permalinkOf, removeMessage, rootOf } from './messages.ts';
import { bool, type Call, channelOf, type Method, method, ts, userOf } from './method.ts';

/** Slack cuts here, and advises far less. https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const mostText = 40_000;
const advisedText = 4000;

const metadata = z.object({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});
const contents = { channel: z.string(), text: z.string().optional(), blocks: z.unknown().optional() };

export const chatMethods: readonly Method[] = [
  method(
    'chat.postMessage',
    ['chat:write'],
    {
      ...contents,
      attachments: z.unknown().optional(),
      thread_ts: ts.optional(),
      reply_broadcast: bool.optional(),
      metadata: metadata.optional(),
      client_msg_id: z.uuid().optional(),
    },
    (args, call) => {
      const { state, installation } = call;
      const channel = target(call, args.channel);
      const { text, blocks } = read(call, 'chat.postMessage', args);
      const message = addMessage(state, channel, {
        author: installation.bot,
        installation,
        text,
        blocks,
        thread: threadIn(call, 'chat.postMessage', channel, args.thread_ts),
        broadcast: args.reply_broadcast ?? false,
        metadata: args.metadata,
        clientMsgId: args.client_msg_id,
      });
      return { channel: channel.id, ts: message.ts, message: messageJson(state, message) };
    },
  ),
  method(
    'chat.postEphemeral',
    ['chat:write'],
    { ...contents, user: z.string(), thread_ts: ts.optional() },
    (args, call) => {
      const { state, installation } = call;
      const channel = writable(call, args.channel);
      const user = userOf(call, args.user, 'user_not_in_channel');
      if (!channel.members.has(user)) throw new Refusal('user_not_in_channel');
      const { text, blocks } = read(call, 'chat.postEphemeral', args);
      const thread = threadIn(call, 'chat.postEphemeral', channel, args.thread_ts);
      const author = installation.bot;
      const what = { author, installation, text, blocks, visibleTo: user, thread };
      return { message_ts: addMessage(state, channel, what).ts };
    },
  ),
  method(
    'chat.update',
    ['chat:write'],
    {
      ...contents,
      ts,
      metadata: metadata.optional(),
      file_ids: z.array(z.string()).optional(),
      attachments: z.unknown().optional(),
    },
    (args, call) => {
      const { state } = call;
      const message = ownMessage(call, args.channel, args.ts, 'cant_update_message');
      const { channel } = message;
      if (channel.archived) throw new Refusal('is_inactive');
      if (!channel.workspace.allowsEdits) throw new Refusal('edit_window_closed');
      if ((args.text?.length ?? 0) > advisedText) throw tooLong(call, 'chat.update');
      const { text, blocks } = read(call, 'chat.update', args);
      const files = args.file_ids?.map((id) => {
        const file = state.files.get(id);
        if (!file || file.deleted) throw new Refusal('file_not_found');
        return file;
      });
      editMessage(state, message, {
        text,
        blocks,
        ...(args.metadata ? { metadata: args.metadata } : {}),
        ...(files ? { files } : {}),
      });
      return { channel: channel.id, ts: message.ts, text, message: messageJson(state, message) };
    },
  ),
  method('chat.delete', ['chat:write'], { channel: z.string(), ts }, (args, call) => {
    const message = ownMessage(call, args.channel, args.ts, 'cant_delete_message');
    removeMessage(call.state, message);
    return { channel: message.channel.id, ts: message.ts };
  }),
  method('chat.getPermalink', [], { channel: z.string(), message_ts: ts }, (args, call) => {
    const channel = channelOf(call, args.channel);
    const message = channel.messages.find((it) => it.ts === args.message_ts && !it.deleted);
    if (!message) throw new Refusal('message_not_found');
    return { channel: channel.id, permalink: permalinkOf(call.state, message) };
  }),
  /** https://docs.slack.dev/reference/methods/pins.add */
  method('pins.add', ['pins:write'], { channel: z.string(), timestamp: ts }, (args, call) => {
    const channel = channelOf(call, args.channel);
    const message = channel.messages.find((it) => it.ts === args.timestamp && !it.deleted);
    if (!message) throw new Refusal('message_not_found');
    if (message.pinned) throw new Refusal('already_pinned');
    message.pinned = true;
    return {};
  }),
];

/** Where a post goes: a channel, or a person's direct messages by the person's id. */
function target(call: Call, id: string): Channel {
  if (!/^[UW]/.test(id)) return writable(call, id);
  return directChannel(call.state, userOf(call, id, 'channel_not_found'), call.installation.bot);
}

/** @throws Refusal channel_not_found, is_archived, not_in_channel */
export function writable(call: Call, id: string, alsoOutside = true): Channel {
  const { installation } = call;
  const channel = channelOf(call, id);
  if (channel.archived) throw new Refusal('is_archived');
  const outside = alsoOutside && channel.kind === 'public' && installation.scopes.has('chat:write.public');
  if (!channel.members.has(installation.bot) && !outside) throw new Refusal('not_in_channel');
  return channel;
}

/**
 * The thread's first message. A reply's own ts is a violation: Slack's client loses such messages. A thread whose first
 * message was deleted goes on. @throws Refusal thread_not_found
 */
export function threadIn(
  { state }: Call,
  name: string,
  channel: Channel,
  given: string | undefined,
): string | undefined {
  if (given === undefined) return undefined;
  const found = channel.messages.find((it) => it.ts === given);
  if (!found) throw new Refusal('thread_not_found');
  if (!found.thread) return given;
  const errors = [`thread_ts ${given} is a reply; its parent is ${found.thread}`];
  state.violations.push({ method: name, errors });
  return rootOf(channel, given)?.ts ?? found.thread;
}

/** @throws Refusal message_not_found, `notOwn` */
function ownMessage(call: Call, channelId: string, messageTs: string, notOwn: string): Message {
  const channel = channelOf(call, channelId);
  const message = channel.messages.find((it) => it.ts === messageTs);
  // An ephemeral message is none that can be found.
  if (!message || message.deleted || message.visibleTo) throw new Refusal('message_not_found');
  if (message.installation?.botId !== call.installation.botId) throw new Refusal(notOwn);
  return message;
}

function tooLong({ state }: Call, name: string): Refusal {
  state.violations.push({ method: name, errors: ['text is too long'] });
  return new Refusal('msg_too_long');
}

/** Text and blocks. Our own rule: a post and an edit have both. @throws Refusal no_text, invalid_blocks, msg_too_long */
function read(
  call: Call,
  name: string,
  { text = '', blocks: sent }: { text?: string | undefined; blocks?: unknown },
): { text: string; blocks: Block[] } {
  const { state, installation } = call;
  if (text.length > mostText) throw tooLong(call, name);
  const blocks = sent === undefined ? [] : readBlocks(state, installation, sent);
  if (text === '' && blocks.length === 0) throw new Refusal('no_text');
  const errors = [
    ...(text === '' ? ['there is no text beside the blocks'] : []),
    ...(blocks.length === 0 && name !== 'chat.postEphemeral' ? ['there are no blocks beside the text'] : []),
    ...(text.length > advisedText ? [`text has ${text.length} of ${advisedText} characters`] : []),
  ];
  if (errors.length > 0) state.violations.push({ method: name, errors });
  return { text, blocks };
}
