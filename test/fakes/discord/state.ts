/** What there is in the loopback Discord. */
import type { Clock } from '../clock.ts';
import type { Command } from './messages/commands.ts';
import type { Component } from './messages/components.ts';
import type { Modal } from './messages/modal.ts';

export type User = {
  id: string;
  name: string;
  bot: boolean;
  /** Bytes per file that the person may send: more with Nitro. */
  uploadLimit: number;
  /** False: a bot's direct message is refused with 50007. */
  acceptsDirectMessages: boolean;
};
/** `ofBot`: Discord made it for the bot; it has the bot's name. */
export type Role = { id: string; name: string; permissions: bigint; ofBot?: true };
export type Guild = {
  id: string;
  name: string;
  locale: string;
  premiumTier: 0 | 1 | 2 | 3;
  /** Bytes per file, for all who have no more by themselves. */
  uploadLimit: number;
  /** False after the bot was removed, or where only people installed it. */
  botIsMember: boolean;
  roles: Role[];
  /** By user id; roles by id. */
  members: Map<string, { user: User; roles: string[] }>;
};
export type Channel = {
  id: string;
  /** `dm` is the bot's own with one person; in `private` others talk, and the bot takes no part. */
  kind: 'text' | 'thread' | 'dm' | 'private';
  name: string;
  guild: Guild | undefined;
  parent: Channel | undefined;
  recipients: User[];
  ageRestricted: boolean;
  archived: boolean;
  /** What the bot may do here; change it at any time. */
  botPermissions: bigint;
  deleted: boolean;
};
export type Attachment = {
  id: string;
  name: string;
  bytes: Buffer;
  /** By the name's ending, as with Discord; nobody looked inside. */
  type: string | undefined;
  alt: string;
  spoiler: boolean;
  width: number | undefined;
  height: number | undefined;
  seconds: number | undefined;
  /** Of a slash option or a modal. */
  ephemeral: boolean;
  /** The second part of its path. */
  place: string;
};
export type Message = {
  id: string;
  channel: Channel;
  author: User;
  content: string;
  embeds: Embed[];
  components: Component[];
  attachments: Attachment[];
  /** https://docs.discord.com/developers/resources/message#message-object-message-flags */
  flags: number;
  nonce: string | number | undefined;
  reference: { kind: 'reply' | 'forward'; message: Message } | undefined;
  /** Who has put which emoji there, by the ids of users. */
  reactions: Map<string, Set<string>>;
  /** User ids, as the `mentions` array has them. */
  mentions: string[];
  /** Whom it notified when it was posted: user ids, role ids, `everyone`. An edit adds nobody. */
  pinged: string[];
  createdAt: number;
  editedAt: number | undefined;
  /** The interaction it answers. */
  interaction: Interaction | undefined;
  /** Only this person sees it: an ephemeral message. */
  visibleTo: User | undefined;
  deleted: boolean;
  pinned?: true;
  /** All visible text, for each thing it has said, in order. */
  history: string[];
};
export type Embed = Record<string, unknown>;
export type Choice = { name: string; value: string | number };
export type Interaction = {
  id: string;
  token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 modal. */
  type: number;
  createdAt: number;
  user: User;
  channel: Channel;
  /** The command's type; undefined on all else. */
  commandType: number | undefined;
  /** Whoever installed the application: `0` a guild's id, `1` a user's. */
  owners: Record<string, string>;
  /** Bytes per file that are really taken; what the interaction says may be more. */
  uploadLimit: number;
  /** Whoever may not use outside applications here sees every answer alone. */
  forcedEphemeral: boolean;
  /** The message whose component was used; for a modal, the one it was opened from. */
  source: Message | undefined;
  /** Of a message command. */
  target: Message | undefined;
  /** What opened the modal. */
  opener: Interaction | undefined;
  callback: number | undefined;
  original: Message | undefined;
  modal: Modal | undefined;
  choices: Choice[] | undefined;
  followUps: Message[];
  acknowledged: Promise<Acknowledgement>;
  acknowledge: (callback: number) => void;
};
/** The callback's type, e.g. 5 for a deferred answer, and the ms it came after the event. */
export type Acknowledgement = { callback: number; tookMs: number };

export type FakeState = {
  clock: Clock;
  /** `http://127.0.0.1:port` */
  origin: string;
  token: string;
  application: { id: string; name: string; messageContent: boolean };
  bot: User;
  users: Map<string, User>;
  guilds: Map<string, Guild>;
  channels: Map<string, Channel>;
  /** In the order they were posted. */
  messages: Map<string, Message>;
  attachments: Map<string, Attachment>;
  interactions: Map<string, Interaction>;
  commands: Command[];
  /** A message that contains one of these is refused with 200000. */
  refusedTexts: string[];
  /** Sends an event to every session that asked for its kind. */
  dispatch: (event: Dispatch) => void;
};

export type Dispatch = {
  name: string;
  /** The bits of which a session needs one; 0 goes to all. */
  intents: number;
  data: (session: { messageContent: boolean }) => Record<string, unknown>;
};

export const MessageFlag = {
  crossposted: 1,
  suppressEmbeds: 4,
  ephemeral: 64,
  loading: 128,
  silent: 4096,
  componentsV2: 32768,
};

/** Whether a message consists of Components V2. */
export const isV2 = (message: { flags: number }): boolean => (message.flags & MessageFlag.componentsV2) !== 0;
