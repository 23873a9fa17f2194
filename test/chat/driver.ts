/** How a test of the conversation plays people, on any chat: the loopback Discord, the loopback Slack, one in memory. */
import type { Act } from '../../src/chat/action.ts';
import type { Person } from '../../src/core/domain/command.ts';
import type { Engine } from '../../src/core/jobs/engine.ts';
import type { Ledger } from '../../src/core/store/ledger/ledger.ts';
import type { Lab } from '../../src/lab/server/server.ts';

/** `mod` moderates `here` alone, `admin` runs the scope, `lead` is in a group that may be named in `limits.admins`. */
export type Who = 'ann' | 'bob' | 'mod' | 'admin' | 'lead';
/** Two conversations of one scope, a thread of the first, somebody's own with the bot, and a conversation of another scope. */
export type Where = 'here' | 'there' | 'thread' | 'direct' | 'elsewhere';

/**
 * `moving`: a picture of three frames; `broken`: one of which half is missing; `long` and `short`: clips of a minute and of three
 * seconds where a driver was opened with them, else the video.
 */
export type Sent = 'picture' | 'video' | 'moving' | 'broken' | 'long' | 'short';

export type Doing = { who: Who; where?: Where };

/** What came of something that was done, once it was handled. */
export type Answer = {
  /** What only they saw, as plain text. */
  toThem: string;
  /** What others saw too, cards left out. */
  toAll: string;
  /** A form was opened for them. */
  form?: true;
  /** The buttons under what was answered. */
  actions: { act: Act; id: string; argument?: string | undefined }[];
};

/** Emoji: two of a channel's own, and one that is a vote on a result. */
export type Put = 'lens' | 'spark' | 'like';

/** What of a chat the rules of a channel need, beside all else. */
export type RulesDriver = ChatDriver & {
  ledger: Ledger;
  /** An emoji as it is typed there. */
  emoji: Readonly<Record<Put, string>>;
  /** What names the message with a job's result. */
  resultOf(job: string): string;
  /** Somebody posts a file, or several, and says nothing to the bot. @returns what names the message */
  post(it: Doing & { file?: Sent | readonly Sent[] }): Promise<Answer & { message: string }>;
  /** Puts an emoji on what was posted, anew where they had put it there, or takes it off; answers once that was handled. */
  react(it: Doing & { message: string; emoji: Put; off?: true }): Promise<Answer>;
};

export type ChatDriver = {
  /** The platform's name. */
  name: string;
  engine: Engine;
  lab: Lab;
  /** Where its records stand in Redis. */
  kept: { redisUrl: string; prefix: string };
  /** Under which results have pages; left out, nobody has named an address. */
  publicUrl?: string;
  /** It knows nobody who moderates one conversation alone: `mod` is like everybody. */
  noModerators?: true;
  /** Whether messages of results can be made one line; left out, they can. */
  folds?: false;
  /** It knows no groups: `lead` is like everybody. */
  noGroups?: true;
  /** A person has another id in another scope. */
  idsByScope?: true;
  /** The group that `lead` is in, by its id. */
  leads: string;
  /** As core knows them; the platform's word for admins goes with it. */
  person(it: Doing): Person;
  /**
   * Says something to the bot as it is said there: a mention, or words in a direct message. With a file it is about a small
   * picture, clip or animation, which `author` (else the speaker) has posted before in the same conversation.
   */
  say(it: Doing & { text: string; file?: Sent | readonly Sent[]; author?: Who }): Promise<Answer>;
  /**
   * Presses a button of a job or a quote: where it stands if it stands there, else one that was made up.
   * @param it.text what is written where it asks for a line of text
   */
  press(it: Doing & { act: Act; id: string; argument?: string | undefined; text?: string }): Promise<Answer>;
  /** The states that the job's card has shown, each once, and its text now. */
  states(job: string): string[];
  card(job: string): string;
  /** What the card said when it was posted, as plain text. */
  opening(job: string): string;
  /** The buttons that stand under the job's card and its result now. */
  actions(job: string): Act[];
  /** What the buttons under its result say now. */
  labels(job: string): string[];
  /** The files that stand posted for it, where it was asked for. */
  files(job: string): Buffer[];
  /** What stands with those files, and what they show for who cannot see them. */
  posted(job: string): string;
  /** What stands `here` for all to see and says this, as plain text, one a message. */
  standing(says: string): string[];
  /** All that they were told in their own conversation with the bot. */
  told(who: Who): string;
  /** How many files were downloaded from the chat. */
  fetched(): number;
  /** Whoever posted what a job was made of deletes it. */
  deleteSource(job: string): Promise<void>;
  /** Time goes by, in ms, and housekeeping is done after it. */
  later(ms: number): Promise<void>;
  /** While closed, no result can be posted anywhere: every attempt is refused for good. */
  closeResults(closed: boolean): void;
  /** Another process takes over from this one: what it remembered by itself is gone. */
  restart(): Promise<void>;
  close(): Promise<void>;
};
