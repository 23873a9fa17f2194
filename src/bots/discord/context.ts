/** What every part of the Discord adapter works with, and what one person's request is made of. */
import type { REST } from 'discord.js';
import type { Memory } from '../../async/session-store.ts';
import type { Person } from '../../core/domain/command.ts';
import type { KeptFiles } from '../../core/jobs/job-files.ts';
import type { Log } from '../../core/log.ts';
import type { Requests } from '../../core/ports/engine.ts';
import type { Limits } from './upload-limits.ts';

export type Bot = KeptFiles & {
  requests: Requests;
  /** For everything small: short timeout, retries by the library. */
  rest: REST;
  /** For files: long timeout, no retries, since a repeated upload may be a second post. */
  uploads: REST;
  applicationId: string;
  /** Whether other people's messages come with their content (privileged intent). */
  seesContent: boolean;
  /** Origins that files are downloaded from: Discord's, or a test's. */
  fileOrigins: readonly string[];
  log: Log;
  /** ms since 1970. */
  clock: () => number;
  /** The largest source that is taken, in bytes. */
  maxFileBytes: number;
  /** By the id of an interaction that is being handled. */
  arrived: ReadonlyMap<string, Arrived>;
  /** The bot as a user. */
  userId: string;
  /** Of a guild, how large a file may be. */
  limits: Limits;
  /** Files are sent a few at a time: each is in memory as a whole. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Tokens and messages that are known to be gone, so that they are not asked for again. */
  gone: { add(key: string): boolean; has(key: string): boolean };
  /** Steps that people are in the middle of: see session-store.ts. */
  forms: Memory<Form>;
};

/** What a person has chosen so far between a menu and a job. */
export type Form =
  | {
      kind: 'enhance';
      /** Only this person goes on with it. */
      requester: string;
      /** The media there are, and which of them are taken. */
      media: readonly Found[];
      taken: readonly Found[];
      /** Instead of media. */
      kept?: Kept;
      model: string | undefined;
      /** The model was named before there was anything to choose. */
      named?: boolean;
      settings: Readonly<Record<string, unknown>>;
      /** Private messages with choices, by the tokens of their interactions; they are taken away at the end. */
      steps: readonly string[];
      /** The same where no interaction began it: a message that everybody sees. */
      picker?: { channel: string; message: string };
    }
  | {
      kind: 'newest';
      /** With the medium that was taken. */
      asking: Asking;
      /** When it was, in ms since 1970. */
      since: number;
      /** The message that the medium was found in; the next one is older. */
      before: string;
      /** Media of that message that have been turned down. */
      refused: readonly string[];
    };

/** What an interaction says of its place and its person, and discord.js does not pass on whole. */
export type Arrived = {
  /** ms since 1970, by our own clock. */
  at: number;
  groups: readonly string[];
  restricted: boolean;
  thread: boolean;
};

/** The source or the result of an earlier job. */
export type Kept = { job: string; file: 'source' | 'result' };

/** A picture or video somewhere in a message. All of it is Discord's or a person's claim. */
export type Found = {
  url: string;
  name: string;
  medium: 'image' | 'video' | undefined;
  bytes: number | undefined;
  width: number | undefined;
  height: number | undefined;
  /** The source's own alt text. */
  alt: string | undefined;
  spoiler: boolean;
  /** Where it was found, for the reply and for the permission to remove the result. */
  message?: { id: string; channel: string; author: string };
};

/** Everything about the place that decides how a card can be shown there. */
export type Place = {
  guild: string | undefined;
  channel: string;
  /** Marked as age-restricted: its results never leave it. */
  restricted: boolean;
  /** What the bot may do there. */
  permissions: bigint;
  /** The bot's own token can edit and post there. */
  member: boolean;
  thread: boolean;
  locale: string;
};

/** One request for a job, however it was made. */
export type Asking = {
  /** The interaction's or message's id: the same id is the same job. */
  key: string;
  person: Person;
  place: Place;
  /** A model's name. */
  model: string;
  settings: Readonly<Record<string, unknown>>;
  source: Found | undefined;
  /** Used when there is no `source`; `marks`: what was known of its own source. */
  kept?: Kept;
  marks?: Marks;
};

/** What a result takes over from its source. */
export type Marks = {
  alt: string | undefined;
  spoiler: boolean;
  source: { channel: string; message: string; author: string } | undefined;
};
