/** Messages come, change and go, and the gateway tells of it. */
import { GatewayIntentBits as Intent, PermissionFlagsBits as P } from 'discord.js';
import { botPermissionsIn } from '../access.ts';
import { memberJson } from '../guild-json.ts';
import { textOf } from '../people/seen.ts';
import {
  type Channel,
  type FakeState,
  type Interaction,
  type Message,
  MessageFlag,
  type User,
} from '../state.ts';
import type { Draft } from './message-body.ts';
import { isLoading, isWithheld, messageJson } from './message-json.ts';
import type { AllowedMentions } from './message-schema.ts';

type Contents = Pick<Draft, 'content' | 'embeds' | 'components' | 'attachments' | 'flags'>;
export const nothing: Contents = { content: '', embeds: [], components: [], attachments: [], flags: 0 };

/** Posts a message. `allowed` decides whom its text notifies; undefined: everybody it names. */
export function addMessage(
  state: FakeState,
  channel: Channel,
  author: User,
  contents: Contents,
  more: {
    allowed?: AllowedMentions;
    reference?: Message['reference'];
    interaction?: Interaction;
    visibleTo?: User | undefined;
    nonce?: string | number | undefined;
  } = {},
): Message {
  const message: Message = {
    id: state.clock.snowflake(),
    channel,
    author,
    ...contents,
    flags: contents.flags | (more.visibleTo ? MessageFlag.ephemeral : 0),
    nonce: more.nonce,
    reference: more.reference,
    reactions: new Map(),
    mentions: [],
    pinged: [],
    createdAt: state.clock.now(),
    editedAt: undefined,
    interaction: more.interaction,
    visibleTo: more.visibleTo,
    deleted: false,
    history: [],
  };
  settle(state, message, more.allowed);
  tell(state, 'MESSAGE_CREATE', message);
  return message;
}

/** Replaces a message's contents. That notifies nobody, not even when it fills in a deferred answer. */
export function editMessage(state: FakeState, message: Message, draft: Draft): void {
  const { content, embeds, components, attachments, flags } = draft;
  Object.assign(message, { content, embeds, components, attachments, flags });
  const pinged = message.pinged;
  settle(state, message, draft.body.allowed_mentions);
  message.pinged = pinged;
  message.editedAt = state.clock.now();
  tell(state, 'MESSAGE_UPDATE', message);
}

/** Deletes a message; who holds the object sees `deleted`. */
export function removeMessage(state: FakeState, message: Message): void {
  message.deleted = true;
  tell(state, 'MESSAGE_DELETE', message);
}

/** A moderator deletes several of one channel at once. */
export function removeMessages(state: FakeState, messages: readonly Message[]): void {
  for (const message of messages) message.deleted = true;
  const [first] = messages;
  if (!first || !(botPermissionsIn(first.channel) & P.ViewChannel)) return;
  const { id: channel_id, guild } = first.channel;
  state.dispatch({
    name: 'MESSAGE_DELETE_BULK',
    intents: Intent.GuildMessages,
    data: () => ({ ids: messages.map(({ id }) => id), channel_id, ...(guild && { guild_id: guild.id }) }),
  });
}

/** Its author takes a file out of a message. */
export function takeFile(state: FakeState, message: Message, name: string): void {
  message.attachments = message.attachments.filter((it) => it.name !== name);
  message.editedAt = state.clock.now();
  tell(state, 'MESSAGE_UPDATE', message);
}

function settle(state: FakeState, message: Message, allowed: AllowedMentions): void {
  state.messages.set(message.id, message);
  if (isLoading(message)) return;
  Object.assign(message, mentionsIn(message, allowed));
  message.history.push(textOf(message));
}

/** https://docs.discord.com/developers/resources/message#allowed-mentions-object */
function mentionsIn(message: Message, allowed: AllowedMentions): Pick<Message, 'mentions' | 'pinged'> {
  const { reference, channel, author } = message;
  const text = textOf(message);
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].flatMap(([, id]) => (id ? [id] : []));
  const parsed = allowed ? (allowed.parse ?? []) : ['users', 'roles', 'everyone'];
  const users = found(/<@!?(\d+)>/g).filter((id) => parsed.includes('users') || allowed?.users?.includes(id));
  const roles = found(/<@&(\d+)>/g).filter((id) => parsed.includes('roles') || allowed?.roles?.includes(id));
  const answered = reference?.kind === 'reply' && !message.interaction ? reference.message : undefined;
  // A reply to what an interaction posted does not mention its author.
  if (answered && !answered.interaction && (allowed ? allowed.replied_user === true : true))
    users.push(answered.author.id);
  const mayAll = author.bot ? (botPermissionsIn(channel) & P.MentionEveryone) !== 0n : true;
  const everyone = /@(everyone|here)/.test(text) && parsed.includes('everyone') && mayAll ? ['everyone'] : [];
  const mentions = [...new Set(users)];
  return { mentions, pinged: [...mentions, ...roles, ...everyone] };
}

function tell(state: FakeState, name: string, message: Message): void {
  const { channel, visibleTo, author } = message;
  if (visibleTo || !(botPermissionsIn(channel) & P.ViewChannel)) return;
  const { guild } = channel;
  const where = { channel_id: channel.id, ...(guild ? { guild_id: guild.id } : {}) };
  state.dispatch({
    name,
    intents: guild ? Intent.GuildMessages : Intent.DirectMessages,
    data: ({ messageContent }) =>
      name === 'MESSAGE_DELETE'
        ? { id: message.id, ...where }
        : {
            ...messageJson(state, message, { blank: (it) => !messageContent && isWithheld(state, it) }),
            ...where,
            ...(guild ? { member: memberJson(guild, author) } : { channel_type: 1 }),
          },
  });
}
