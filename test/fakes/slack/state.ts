/** What there is in the loopback Slack. */
import type { Clock } from '../clock.ts';
import type { Block } from './blocks/blocks.ts';
import type { ViewBody } from './blocks/view-schema.ts';
import type { Sending } from './http/deliveries.ts';
import type { Address } from './http/response-url.ts';
import type { Ids } from './ids.ts';
import type { Manifest } from './manifest.ts';
import type { Upload } from './methods/file.ts';
import type { Grant } from './methods/oauth.ts';

export type User = {
  id: string;
  /** Their handle, e.g. `ada`. */
  name: string;
  /** Undefined for the bot of an org-wide install, which is in each workspace of the organisation. */
  workspace: Workspace | undefined;
  bot: boolean;
  admin: boolean;
  owner: boolean;
  deleted: boolean;
};
export type UserGroup = { id: string; handle: string; workspace: Workspace; users: Set<User> };

/** The app in a workspace, or in all of an organisation's that it was granted. */
export type Installation = {
  /** `xoxb-…` */
  token: string;
  workspace: Workspace | undefined;
  enterprise: Enterprise | undefined;
  /** Take one away, and calls that need it answer `missing_scope`. */
  scopes: Set<string>;
  bot: User;
  /** `B…`, which stands on its messages. */
  botId: string;
  installer: User | undefined;
  /** `revoked`: calls answer token_revoked; `uninstalled`: account_inactive. */
  state: 'live' | 'revoked' | 'uninstalled';
};
export type Enterprise = { id: string; name: string; installation: Installation | undefined };
export type Workspace = {
  id: string;
  name: string;
  domain: string;
  enterprise: Enterprise | undefined;
  /** Of this workspace alone; an org-wide one is the enterprise's. */
  installation: Installation | undefined;
  /** An administrator added the org-wide app to this workspace. */
  granted: boolean;
  /** False: edits answer `edit_window_closed`. */
  allowsEdits: boolean;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im' | 'mpim';
  workspace: Workspace;
  /** The bot is one of them, or not. */
  members: Set<User>;
  archived: boolean;
  deleted: boolean;
  /** Slack Connect: people of other organisations are in it. */
  shared: boolean;
  /** Oldest first; ephemeral and deleted ones too. */
  messages: Message[];
};

export type Message = {
  /** `seconds.micros`, unique in all of the world. */
  ts: string;
  channel: Channel;
  author: User;
  /** Of a message of the bot. */
  installation: Installation | undefined;
  text: string;
  blocks: Block[];
  files: SlackFile[];
  /** The ts of the thread's first message. */
  thread: string | undefined;
  broadcast: boolean;
  metadata: Metadata | undefined;
  /** Who has put which emoji there, by the emoji's name. */
  reactions: Map<string, Set<User>>;
  clientMsgId: string | undefined;
  /** Who alone sees it. */
  visibleTo: User | undefined;
  /** It shows "(edited)". */
  pinned?: true;
  edited: boolean;
  deleted: boolean;
  /** What people read, once per state, oldest first. */
  history: string[];
};
export type Metadata = { event_type: string; event_payload: Record<string, unknown> };

export type SlackFile = {
  id: string;
  name: string;
  title: string;
  /** Empty when uploads are not kept; the size and the hash stay. */
  bytes: Buffer;
  size: number;
  /** Of the bytes, in hex. */
  sha256: string;
  /** What Slack tells once it is processed. */
  mimetype: string;
  width: number | undefined;
  height: number | undefined;
  alt: string;
  mode: 'hosted' | 'external' | 'snippet' | 'tombstone' | 'hidden_by_limit';
  workspace: Workspace;
  user: User;
  createdAt: number;
  processed: boolean;
  deleted: boolean;
  /** Slack Connect: messages carry no more than `file_access: check_file_info`. */
  checkInfo: boolean;
  /** Where `url_private` points; another one than Slack's own is an attack. */
  origin: string;
  shares: Message[];
};

export type View = {
  id: string;
  hash: string;
  body: ViewBody;
  workspace: Workspace;
  installation: Installation;
  user: User;
  /** Below it in the stack. */
  previous: View | undefined;
  root: View | undefined;
  /** False when it was submitted, closed or replaced by another. */
  open: boolean;
  /** What stands at the fields after a submission, by block id. */
  errors: Record<string, string>;
  /** State by block id and action id, in the shape of `state.values`. */
  entered: Map<string, Map<string, Entered>>;
  /** The bodies it had, oldest first. */
  history: ViewBody[];
};
export type Entered = Record<string, unknown> & { type: string };

/** What a `trigger_id` is good for. */
export type Trigger = {
  id: string;
  at: number;
  used: boolean;
  user: User;
  workspace: Workspace;
  installation: Installation;
  /** The modal in which it came about. */
  view: View | undefined;
  /** The person is told which view came of it. */
  opened: (view: View) => void;
};

/** A body that Slack would not have taken, or that is against our own rules. */
export type Violation = { method: string; errors: string[] };

export type FakeState = {
  clock: Clock;
  ids: Ids;
  /** `http://127.0.0.1:port` */
  origin: string;
  manifest: Manifest;
  appId: string;
  clientId: string;
  clientSecret: string;
  signingSecret: string;
  /** `xapp-…`, for Socket Mode. */
  appToken: string;
  /** How long Slack works on an upload before it has a type, thumbnails and its message, in ms. */
  processingMs: number;
  /** False: uploaded bytes are counted and hashed and then let go. */
  keepUploads: boolean;
  workspaces: Map<string, Workspace>;
  enterprises: Map<string, Enterprise>;
  users: Map<string, User>;
  groups: Map<string, UserGroup>;
  channels: Map<string, Channel>;
  files: Map<string, SlackFile>;
  views: Map<string, View>;
  /** By token, dead ones too. */
  installations: Map<string, Installation>;
  triggers: Map<string, Trigger>;
  /** Uploads that were begun, by the file's id. */
  uploads: Map<string, Upload>;
  /** What people consented to, by the code that the app gets for it. */
  grants: Map<string, Grant>;
  /** Every response_url, by its path. */
  addresses: Map<string, Address>;
  /** The modals on a person's screen, the topmost last. */
  stacks: Map<User, View[]>;
  violations: Violation[];
  /** Sends something to the app, over HTTP or a socket. */
  deliver: (sending: Sending) => void;
};

/** What of the app is in a workspace. */
export const installationIn = (workspace: Workspace): Installation | undefined =>
  workspace.installation ?? (workspace.granted ? workspace.enterprise?.installation : undefined);
