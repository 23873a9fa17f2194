/**
 * What a platform hands in for everything somebody does, and the plain data that it draws. Text is plain: whoever draws it
 * escapes and cuts it.
 */
import type { Quote } from '../core/credits/quote.ts';
import type { Person } from '../core/domain/command.ts';
import type { Job, Json, Source } from '../core/domain/job.ts';
import type { Delivery } from '../core/ports/platform.ts';
import type { View } from '../core/view/view.ts';
import type { FailureCode } from '../core/words/failures/failures.ts';
import type { Names } from '../core/words/names.ts';
import type { Medium } from '../models/fields.ts';
import type { Model } from '../models/model.ts';
import type { Action } from './action.ts';

/** Where something is said or pressed. */
export type Conversation = {
  /** Who sees one post here sees every other. */
  id: string;
  /** With the bot and one person alone. */
  direct: boolean;
};

/** A picture or video somewhere in a chat, or behind a link. All of it is a claim, the platform's or a person's. */
export type Found = {
  url: string;
  name: string;
  medium?: Medium | undefined;
  bytes?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  /** The source's own alt text. */
  alt?: string | undefined;
};

/** The source or the result of an earlier job, by its id. */
export type Kept = { job: string; file: 'source' | 'result' };

/** What typed words are about. */
export type About<F extends Found = Found> = {
  media: readonly F[];
  /** Sentences about files that are not taken. */
  unusable: readonly string[];
  /** The job whose message it is; used when there are no media. */
  earlier?: { kept: Kept; takes: Medium } | undefined;
  /** What is said where there is nothing to work on; `help`: what can be done at all. */
  nothing: { text: string } | 'help';
  /** Where the platform can look further: runs the request with what it finds, or says that there is nothing. */
  otherwise?: ((request: ChatRequest<F>) => Promise<void>) | undefined;
};

/** One request for a job, however it was made. */
export type ChatRequest<F extends Found = Found> = {
  /** A model's name. */
  model: string;
  /** By field name, unchecked. */
  settings: Readonly<Record<string, unknown>>;
  source?: F | undefined;
  /** Used when there is no `source`. */
  kept?: Kept | undefined;
};

/** A form with what stands in it already; a model that is left out is to be chosen. */
export type Draft<F extends Found = Found> = {
  model?: string | undefined;
  settings: Readonly<Record<string, unknown>>;
  /** One, or several to choose among. */
  media: readonly F[];
  /** Used when there are no media. `takes`: what it is; left out, whatever the model takes. */
  kept?: Kept | undefined;
  takes?: Medium | undefined;
};

/** What an address says of its job, without asking anybody. */
export type Shown = {
  conversation: string;
  /** Its result never leaves the conversation. */
  confined: boolean;
  /** Who posted the source. */
  author?: string | undefined;
  /** Where it is posted; `changed`: as a copy that fits, not as it was made. */
  result?: { changed: boolean } | undefined;
  /** It was taken away when a job's record did not say that yet. */
  removed?: boolean | undefined;
};

/** A card that is to be made, before anything is spent. */
export type Opening<F extends Found = Found> = {
  title: string;
  /** Its price is to be agreed to first: only the person is to see it, where that is possible. */
  asks: boolean;
  source: F | undefined;
  /** The job whose file is used again: alt text and author of the source are taken over from its address. */
  from: Job | undefined;
  /** More cards follow for the same thing that was done. */
  more: boolean;
};

/** A card, or what stands for it until its price is agreed to. */
export type Opened = {
  /** For the job's record. */
  address: Json;
  /** Shows a price in its place: to the person alone where that is possible, else the form for all. */
  price(quote: Quote): Promise<void>;
  /** Takes it back and says why: to the person alone where that is possible, else the form for all. */
  refuse(notice: Notice): Promise<void>;
  /** It became this job; where the job has another card, since the same was asked for before, this one is taken back. */
  became(job: Job): Promise<void>;
};

export type Notice = {
  kind: 'notice';
  text: string;
  /** What is said where others read it: no amount, no reason, nothing of a person's. Left out: the text itself. */
  forAll?: string | undefined;
  /** Which of core's refusals it is. */
  code?: FailureCode;
  actions?: readonly Action[];
  /** It can be seen without being said, on the card that was pressed. */
  quiet?: true;
  /** It takes the place of the private message that was pressed. */
  replaces?: true;
};

/** How a platform writes what stands in lines. Each gives what it is to look like; all else in a line is plain. */
export type Style = Names & {
  bold: (text: string) => string;
  /** As it is typed. */
  code: (text: string) => string;
  link: (label: string, url: string) => string;
  /** The bot itself, where it is named. */
  me?: string;
};

export type ListedJob = { job: Job; view: View; shown: Shown; actions: readonly Action[] };

/** What is answered to the one who did something, and seen by nobody else where that is possible. */
export type Reply<F extends Found = Found> =
  | Notice
  /** A price, in place of an older one that was pressed. */
  | { kind: 'price'; quote: Quote }
  /** `models`: those that can be chosen; `several`: which of the media is meant is to be chosen, too. */
  | { kind: 'choice'; question: string; draft: Draft<F>; models: readonly Model[]; several: boolean }
  /** `more`: lines about a job that is shown alone. */
  | { kind: 'jobs'; jobs: readonly ListedJob[]; more?: readonly string[]; empty: string }
  | {
      kind: 'lines';
      lines: (style: Style) => readonly string[];
      /** In letters of one width. */
      table?: readonly string[];
      /** A PNG beside it. `comment`: where it has to go another way, what it is. */
      picture?: { png: () => Promise<Uint8Array>; alt: string; fileName: string; comment: string };
      /** Nothing of one person's: it may stand where all see it. */
      forAll?: true;
    };

/** What somebody did, once. A platform makes it from what it was told. */
export type Turn<F extends Found = Found> = {
  /** The platform's own name for it: the same key is the same job, however often it is delivered. */
  key: string;
  /** Who did it, without asking anybody. */
  asker: Pick<Person, 'platform' | 'scope' | 'requester'>;
  conversation: Conversation;
  /** The message that was pressed, in the platform's own words, and the job that it shows. */
  pressed?: { message: string; job?: string | undefined };
  /** There is no conversation to show a job in: a form asks for one. */
  homeless?: true;
  /** With groups and the platform's word for admins; may ask the platform, so nothing that a form waits for asks it. */
  person(): Promise<Person>;
  /** The platform's word that they moderate this conversation. */
  moderates(): Promise<boolean>;
  /** Looks a file up, and whether a result can be posted at all. @throws Refusal */
  ready(source: F | undefined): Promise<F | undefined>;
  /** Into the data folder, as far as the platform hosts it. @throws Failure or Refusal */
  take(source: F): Promise<Source>;
  /** The source of an earlier job from where it came, once more. Undefined when it is gone. */
  takeAgain(job: Job): Promise<Source | undefined>;
  /** Makes the card. Undefined where it can no longer be answered. @throws Refusal where nothing can be posted */
  open(opening: Opening<F>): Promise<Opened | undefined>;
  /** A price that was agreed to became this job: its card is shown, and what was pressed says so. */
  started(job: Job): Promise<void>;
  reply(reply: Reply<F>): Promise<void>;
  /** Opens a form. */
  form(draft: Draft<F>): Promise<void>;
  /** Takes the messages with the result away. @throws Refusal where that cannot be done */
  removeResult(job: Job): Promise<void>;
  /**
   * Sends a result once more: here, to the person directly, or as it was made and for the person alone.
   * @returns what to say of it; undefined where it speaks for itself. @throws Refusal
   */
  send(job: Job, view: View, delivery: Delivery, to: Destination): Promise<Notice | undefined>;
};
export type Destination = 'here' | 'direct' | 'private';
