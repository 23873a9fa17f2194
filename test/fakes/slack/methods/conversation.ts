/** `conversations.*`. https://docs.slack.dev/reference/methods?family=conversations */
import { z } from 'zod';
import { Refusal } from '../http/refusals.ts';
import { directChannel } from '../places.ts';
import type { Channel, FakeState, Message } from '../state.ts';
import { messageJson } from './messages.ts';
import {
  type Answer,
  bool,
  type Call,
  channelOf,
  int,
  type Method,
  method,
  scopeFor,
  ts,
  userOf,
} from './method.ts';

const channel = z.string();
const page = { limit: int.min(1).max(1000).optional(), cursor: z.string().optional() };
const timeline = {
  ...page,
  channel,
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: bool.optional(),
  include_all_metadata: bool.optional(),
};
const anyOf = (right: 'read' | 'history') =>
  ['channels', 'groups', 'im', 'mpim'].map((it) => `${it}:${right}`);

export const conversationMethods: readonly Method[] = [
  method(
    'conversations.info',
    anyOf('read'),
    { channel, include_num_members: bool.optional() },
    (args, call) => {
      const found = readable(call, args.channel, 'read');
      return { channel: channelJson(found, call, args.include_num_members ?? false) };
    },
  ),
  method('conversations.members', anyOf('read'), { channel, ...page }, (args, call) => {
    const members = [...readable(call, args.channel, 'read').members].map(({ id }) => id);
    const { items, next } = cut(members, args, 100);
    return { members: items, ...next };
  }),
  method('conversations.history', anyOf('history'), timeline, (args, call) => {
    const found = readable(call, args.channel, 'history');
    // Newest first, threads only by their first message.
    const all = found.messages
      .filter((it) => isSeen(it) && (!it.thread || it.broadcast) && isBetween(it, args))
      .reverse();
    return messagePage(call.state, all, args);
  }),
  method('conversations.replies', anyOf('history'), { ...timeline, ts }, (args, call) => {
    const found = readable(call, args.channel, 'history');
    const root = found.messages.find((it) => it.ts === args.ts && !it.visibleTo);
    const replies = found.messages.filter((it) => isSeen(it) && it.thread === args.ts);
    if (!root || (root.deleted && replies.length === 0)) throw new Refusal('thread_not_found');
    // The first message is there whatever the window.
    const all = [root, ...replies.filter((it) => isBetween(it, args))];
    return messagePage(call.state, all, args);
  }),
  method('conversations.join', ['channels:join'], { channel }, (args, call) => {
    const found = channelOf(call, args.channel);
    if (found.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type');
    if (found.archived) throw new Refusal('is_archived');
    const already = found.members.has(call.installation.bot);
    found.members.add(call.installation.bot);
    return {
      channel: channelJson(found, call, false),
      ...(already ? { warning: 'already_in_channel' } : {}),
    };
  }),
  method(
    'conversations.open',
    ['im:write'],
    { users: z.string().optional(), channel: channel.optional(), return_im: bool.optional() },
    (args, call) => {
      const found = args.channel
        ? channelOf(call, args.channel)
        : directChannel(call.state, userOf(call, args.users ?? ''), call.installation.bot);
      return { channel: args.return_im ? channelJson(found, call, false) : { id: found.id } };
    },
  ),
];

/** A channel whose scope the token has. For its messages the bot is a member. @throws Refusal */
function readable(call: Call, id: string, right: 'read' | 'history'): Channel {
  const found = channelOf(call, id);
  call.need(scopeFor(found, right));
  if (right === 'history' && !found.members.has(call.installation.bot)) throw new Refusal('not_in_channel');
  return found;
}

const isSeen = (message: Message) => !message.deleted && !message.visibleTo;
const isBetween = (
  { ts: at }: Message,
  {
    oldest,
    latest,
    inclusive,
  }: { oldest?: string | undefined; latest?: string | undefined; inclusive?: boolean | undefined },
): boolean => {
  if (inclusive && (at === oldest || at === latest)) return true;
  return (!oldest || Number(at) > Number(oldest)) && (!latest || Number(at) < Number(latest));
};

function messagePage(
  state: FakeState,
  all: readonly Message[],
  args: {
    limit?: number | undefined;
    cursor?: string | undefined;
    include_all_metadata?: boolean | undefined;
  },
): Answer {
  const { items, next, more } = cut(all, args, 100);
  const messages = items.map((it) => {
    if (it.deleted)
      return { type: 'message', subtype: 'tombstone', ts: it.ts, text: 'This message was deleted.' };
    return messageJson(state, it, args.include_all_metadata ?? false);
  });
  return { messages, has_more: more, ...next };
}

/** One page; the cursor is where the next begins. */
function cut<T>(
  all: readonly T[],
  { limit, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  usual: number,
): { items: T[]; more: boolean; next: Answer } {
  const from = cursor ? Number(Buffer.from(cursor, 'base64url').toString()) : 0;
  if (!Number.isInteger(from)) throw new Refusal('invalid_cursor');
  const to = from + (limit ?? usual);
  const more = to < all.length;
  const next_cursor = more ? Buffer.from(String(to)).toString('base64url') : '';
  return { items: all.slice(from, to), more, next: { response_metadata: { next_cursor } } };
}

/** https://docs.slack.dev/reference/objects/conversation-object */
function channelJson(channel: Channel, { installation }: Call, withCount: boolean): Answer {
  const { id, name, kind, archived, shared, members, workspace } = channel;
  const person = [...members].find((it) => it !== installation.bot);
  return {
    id,
    ...(kind === 'im' ? { user: person?.id } : { name, name_normalized: name }),
    is_channel: kind === 'public' || kind === 'private',
    is_group: kind === 'private',
    is_im: kind === 'im',
    is_mpim: kind === 'mpim',
    is_private: kind !== 'public',
    is_archived: archived,
    is_member: members.has(installation.bot),
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    context_team_id: workspace.id,
    ...(withCount ? { num_members: members.size } : {}),
  };
}
