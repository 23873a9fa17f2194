/** What every part of the Slack adapter works with, and what one person's request is made of. */
import type { types, webApi } from '@slack/bolt';
import type { KeyedQueue } from '../../async/keyed-queue.ts';
import type { Pause } from '../../async/paced.ts';
import { createTtlCache, type TtlCache } from '../../async/ttl-cache.ts';
import type { Chat } from '../../chat/chat.ts';
import type * as reply from '../../chat/reply.ts';
import type * as request from '../../chat/request.ts';
import type * as turn from '../../chat/turn.ts';
import type { KeptFiles } from '../../core/jobs/files/job-files.ts';
import type { Log } from '../../core/log.ts';
import type { Requests } from '../../core/ports/engine.ts';

/** A workspace, and by which installation the app is in it. It holds no secret, so it is kept with a job. */
export type Team = {
  id: string;
  /** The organisation it belongs to. */
  enterprise?: string;
  /** The app was installed by the organisation, not by the workspace. */
  orgWide: boolean;
};

/** The app in one workspace. Asked for anew before each piece of work, since a token may be gone by then. */
export type Access = {
  team: Team;
  /** `U…` of the bot itself. */
  botUser: string;
  /** Goes to Slack's own file hosts and into these clients; never into a record or a log. */
  token: string;
  /** What was granted, as far as an answer has told it yet. */
  scopes: () => ReadonlySet<string> | undefined;
  /** `post`: 10 s a try. `read`: reading and editing. `files`: a long timeout. What is tried again says patient-fetch.ts. */
  post: webApi.WebClient;
  read: webApi.WebClient;
  files: webApi.WebClient;
};

/** What a workspace says of its people: its admins and owners, other apps. None rejects: what Slack does not tell is false. */
export type People = {
  isAdmin: (team: Team, user: string) => Promise<boolean>;
  isBot: (team: Team, user: string) => Promise<boolean>;
  /** @param group the id of a user group, `S…` */
  isIn: (team: Team, group: string, user: string) => Promise<boolean>;
};

/** What one process remembers; all of it can be lost. */
export type Memory = {
  /** Whether the bot is in a channel, by workspace and channel. */
  members: TtlCache<boolean>;
  /** What stands at the top of a thread. */
  roots: TtlCache<Root>;
  /** The newest change that was seen of each form, by the form's id. */
  formChanges: Map<string, string>;
  /** Files that Slack has looked at, so that they can be shown. */
  processed: Set<string>;
  tabs: {
    /** Those that are being drawn, and whether to begin again after it. */
    drawing: Map<string, 'once' | 'again'>;
    /** Who has opened theirs here: only they see it grow old. */
    opened: Set<string>;
  };
};

/** `lasting`: it is the same for whoever asks later. */
export type Root = { media: readonly Found[]; unusable: readonly string[]; job?: string; lasting?: true };

/** A channel that the bot is not in is asked about anew, and below the top of a thread anything may be posted at any time. */
export const createMemory = (clock: () => number): Memory => ({
  members: createTtlCache({ clock, keepMs: (isMember) => (isMember ? 60_000 : 0), most: 10_000 }),
  roots: createTtlCache({ clock, keepMs: ({ lasting }) => (lasting ? 86_400_000 : 0), most: 1_000 }),
  formChanges: new Map(),
  processed: new Set(),
  tabs: { drawing: new Map(), opened: new Set() },
});

export type Bot = Pick<KeptFiles, 'fit'> & {
  /** The platform's name, as it stands in records. */
  platform: string;
  /** What the conversation works with. */
  chat: Chat;
  memory: Memory;
  drafts: request.Drafts<Found>;
  requests: Requests;
  log: Log;
  /** ms since 1970. */
  clock: () => number;
  /** @throws Uninstalled when the app is not, or no longer, in the workspace. No network, as a rule. */
  accessTo: (team: Team) => Promise<Access>;
  /** A scope's workspace, from its id alone; undefined where the app is not, or was never used. */
  teamNamed: (id: string) => Promise<Team | undefined>;
  /** The app is gone from there: its installation is forgotten and its jobs are cancelled. */
  forget: (team: Team) => Promise<void>;
  /**
   * True for the first who asks with this key, in all processes; Slack delivers many a thing twice. The listeners have
   * asked by keys of its own before a handler runs, for all but submissions.
   */
  isFirst: (key: string) => Promise<boolean>;
  /** Work that outlives its handler: a stop waits for it, and what it rejects with is logged. */
  background: (work: Promise<unknown>) => void;
  /** Work of one name does not overlap, such as the edits of a card or the posts in a channel. */
  inTurn: KeyedQueue['run'];
  people: People;
  /** Something on somebody's Home tab has changed: see `homeChanged` in home/draw.ts. */
  homeChanged: (team: Team, user: string) => void;
  /** Between two tries, see `paced`. */
  pause: Pause;
  /** Aborted when the program stops: nothing new is begun then. */
  stopping: AbortSignal;
  /** Origins that files are downloaded from with a token: Slack's, or a test's. */
  fileOrigins: readonly string[];
  /**
   * The slash command, e.g. `/darkroom`. The manifest says `should_escape: true`: only so are people, channels and groups
   * named by their ids. Its text then reads like a message's; see `written` in incoming-text.ts.
   */
  command: string;
};

export type Found = request.Found & {
  /** Slack's id of a file it hosts; left out, `url` is a person's link. */
  file?: string;
  /** The message it was found in. */
  message?: { channel: string; ts: string; author?: string; job?: string };
};
export type About = request.About<Found>;
export type Draft = request.Draft<Found>;
export type Reply = reply.Reply<Found>;
export type Turn = turn.Turn<Found>;

/** Where something was asked for, and so where its status message goes. */
export type Conversation = {
  team: Team;
  channel: string;
  /** The ts of the thread's first message; left out: in the channel itself. */
  thread?: string;
  /** A conversation with the bot alone. */
  direct: boolean;
  /** Takes five private answers within 30 minutes, also where the bot is no member. */
  responseUrl?: string;
};

/** Acknowledged already (a submission aside), the first time it came, and waited for when the program stops. */
export type Handle<It> = (bot: Bot, it: It, team: Team) => Promise<void>;

/** A message, a view or a part of one: blocks with the text that stands for them. */
export type Body = { text: string; blocks: types.KnownBlock[] };

/** The app is not in a workspace, or no longer. */
export class Uninstalled extends Error {
  override name = 'Uninstalled';
}
