/** What every part of the Discord adapter works with, and what one person's request is made of. */
import type { ButtonInteraction, REST, StringSelectMenuInteraction } from 'discord.js';
import type { Pause } from '../../async/paced.ts';
import type { SessionStore } from '../../async/session-store.ts';
import type { Chat } from '../../chat/chat.ts';
import type { NamedPreset } from '../../chat/presets/named.ts';
import type * as reply from '../../chat/reply.ts';
import type * as request from '../../chat/request.ts';
import type * as turn from '../../chat/turn.ts';
import type { KeptFiles } from '../../core/jobs/files/job-files.ts';
import type { Log } from '../../core/log.ts';
import type { Limits } from './upload-limits.ts';

/** The conversation's `Chat`, and what is Discord's own. */
export type Bot = Omit<Chat, 'log'> &
  Pick<KeptFiles, 'fit'> & {
    log: Log;
    /** This platform's name, as it stands in records. */
    platform: string;
    /** For everything small: short timeout, retries by the library. */
    rest: REST;
    /** For files: long timeout, no retries, since a repeated upload may be a second post. */
    uploads: REST;
    applicationId: string;
    /** Whether other people's messages come with their content (privileged intent). */
    seesContent: boolean;
    /** Origins that files are downloaded from: Discord's, or a test's. */
    fileOrigins: readonly string[];
    /** Between two tries, see `paced`. */
    pause: Pause;
    /** By the id of an interaction that is being handled. */
    interactions: ReadonlyMap<string, InteractionContext>;
    /** Where something is done, by its turn. */
    conversations: Pick<WeakMap<object, () => Promise<Conversation>>, 'get' | 'set'>;
    /** The bot as a user. */
    userId: string;
    /** Of these roles of a guild, the one that Discord made for the bot: people name it as they name the bot. */
    ownRole: (guild: string, roles: readonly string[]) => Promise<string | undefined>;
    /** Of a guild, how large a file may be. */
    limits: Limits;
    /** Files are sent a few at a time: each is in memory as a whole. */
    limitUploads: <T>(work: () => Promise<T>) => Promise<T>;
    /** Tokens and messages that are known to be gone, so that they are not asked for again. */
    gone: { add(key: string): boolean; has(key: string): boolean };
    /** Steps that people are in the middle of: see session-store.ts. */
    forms: SessionStore<Form>;
    drafts: request.Drafts<Found>;
  };

/** A button, or what was chosen in a menu whose options are written like buttons. */
export type Pressed = ButtonInteraction | StringSelectMenuInteraction;

/** What a person has chosen so far between a menu and a job. Only they go on with it. */
export type Form = Choosing | TakenNewest;

export type Choosing = {
  kind: 'choosing';
  requester: string;
  draft: Draft;
  /** Which of its media. */
  taken: readonly Found[];
  /** The model was named before there was anything to choose. */
  named: boolean;
  /** That can be chosen instead of a model. */
  presets: readonly NamedPreset[];
  /** Private messages with choices, by the tokens of their interactions; they are taken away at the end. */
  steps: readonly string[];
  /** The same where no interaction began it: a message that everybody sees. */
  picker?: { channel: string; message: string };
};

/** The newest fitting medium of a channel was taken. */
export type TakenNewest = {
  kind: 'newest';
  requester: string;
  request: ChatRequest;
  /** The message that it was found in; the next one is older. */
  before: string;
  /** Media of that message that have been turned down. */
  refused: readonly string[];
  /** What was begun with it. */
  job?: string;
};

/** What an interaction says of its place and its person, and discord.js does not pass on whole. */
export type InteractionContext = {
  /** ms since 1970, by our own clock. */
  at: number;
  groups: readonly string[];
  restricted: boolean;
  thread: boolean;
  /** Of a thread, the channel it stands in; `apart`: not all of that see it. */
  above?: string;
  apart?: true;
};

/** A picture or video somewhere in a message. All of it is Discord's or a person's claim. */
export type Found = request.Found & {
  spoiler: boolean;
  /** Where it was found, for the reply and for the permission to remove the result. */
  message?: { id: string; channel: string; author: string; job?: string };
};

export type About = request.About<Found>;
export type ChatRequest = request.ChatRequest<Found>;
export type Draft = request.Draft<Found>;
export type Opening = turn.Opening<Found>;
export type Reply = reply.Reply<Found>;
export type Turn = turn.Turn<Found>;

/** Everything about the place that decides how a card can be shown there. */
export type Conversation = {
  guild: string | undefined;
  channel: string;
  /** The bot and one person alone. */
  direct: boolean;
  /** Marked as age-restricted: its results never leave it. */
  restricted: boolean;
  /** What the bot may do there. */
  permissions: bigint;
  /** The bot's own token can edit and post there. */
  member: boolean;
  thread: boolean;
};
