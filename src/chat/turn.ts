/** Everything that somebody does, as a platform hands it in: two facts at hand, and what the conversation may ask of it. */
import type { Person } from '../core/domain/command.ts';
import type { Job, Json, Source } from '../core/domain/job.ts';
import type { OpeningRecord } from '../core/ports/engine.ts';
import type { Delivery } from '../core/ports/platform.ts';
import type { View } from '../core/view/view.ts';
import type { Action } from './action.ts';
import type { Notice, Offer, Reply, Style } from './reply.ts';
import type { Conversation, Draft, Drafts, Found, Kept } from './request.ts';

/** A card that is to be made, before anything is spent. */
export type Opening<F extends Found = Found> = {
  title: string;
  /** What its job will say first; left out where that was not known in time, or nothing is made before a price is agreed to. */
  view: View | undefined;
  /** Its price is to be agreed to first: only the person is to see it, where that is possible. */
  asks: boolean;
  source: F | undefined;
  /** The job whose file is used again: alt text and author of the source are taken over from its address. */
  from: Job | undefined;
  /** Which of its files. */
  kept: Kept['file'] | undefined;
  /** More cards follow for the same thing that was done. */
  more: boolean;
  /** Told before the card is posted how it can be found: it is taken back where this process does not live to make the job. */
  record: Pick<OpeningRecord, 'id' | 'at'>;
};

/** A card, or what stands for it until its price is agreed to. */
export type Opened<F extends Found = Found> = {
  /** For the job's record. */
  address: Json;
  /** The same for another source that is shown on this card. */
  beside(source: F): Json;
  /** Shows a price in its place: to the person alone where that is possible, else the form for all. */
  price(quote: Offer): Promise<void>;
  /** Takes it back and says why: to the person alone where that is possible, else the form for all. */
  refuse(notice: Notice): Promise<void>;
  /** It became this job; where the job has another card, since the same was asked for before, this one is taken back. */
  became(job: Job): Promise<void>;
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
  /** A form that was sent, and is closed by that: where it is refused, it can be opened once more. */
  sent?: Draft<F>;
  /** The platform's own, for all turns. */
  drafts: Drafts<F>;
  /** There is no conversation to show a job in: a form asks for one. */
  homeless?: true;
  /** With groups and the platform's word for admins; may ask the platform, so nothing that a form waits for asks it. */
  person(): Promise<Person>;
  /** The platform's word that they moderate this conversation. */
  moderates(): Promise<boolean>;
  /** Looks a file up, and whether a result can be posted at all. @throws Refusal */
  ready(source: F | undefined): Promise<F | undefined>;
  /** What can be worked on in a message, by what names it in the platform's own words: none where it is gone. */
  picturesAt(message: Json): Promise<readonly F[]>;
  /** Into the data folder, as far as the platform hosts it. @throws Failure or Refusal */
  take(source: F): Promise<Source>;
  /** The source of an earlier job from where it came, once more. Undefined when it is gone. */
  takeAgain(job: Job): Promise<Source | undefined>;
  /** Makes the card. Undefined where it can no longer be answered. @throws Refusal where nothing can be posted */
  open(opening: Opening<F>): Promise<Opened<F> | undefined>;
  /** A price that was agreed to became this job: its card is shown, and what was pressed says so. */
  started(job: Job): Promise<void>;
  reply(reply: Reply<F>): Promise<void>;
  /** Opens a form. */
  form(draft: Draft<F>): Promise<void>;
  /** What it takes to go on with this later, in any process: see `Chat.goOn`. Undefined where that cannot be. */
  again(source: F | undefined): Promise<Json | undefined>;
  /**
   * Asks whoever posted what is meant, where all see it and nobody but them is notified.
   * @returns where it stands; `seen`: it answers whoever asks, too. Undefined where it cannot be posted
   */
  askOwner(question: OwnerQuestion<F>): Promise<{ place: Json; seen: boolean } | undefined>;
  /** Asks for a line of text. */
  ask(question: Question): Promise<void>;
  /** Takes the messages with the result away. @throws Refusal where that cannot be done */
  removeResult(job: Job): Promise<void>;
  /**
   * Hands a result over as it was made, to the person alone. @returns a sentence that says why it is too large for that;
   * then nothing was handed over
   */
  original(delivery: Delivery): Promise<string | undefined>;
  /**
   * Sends a result once more: here, or to the person directly.
   * @returns what to say of it; undefined where it speaks for itself. @throws Refusal
   */
  send(job: Job, view: View, delivery: Delivery, to: Destination): Promise<Notice | undefined>;
};

/** Each press of its actions is the owner's alone, or anybody's where it has none: then nobody is notified. `id`: that it is found by. */
export type OwnerQuestion<F extends Found = Found> = {
  owner: string | undefined;
  id?: string;
  source: F | undefined;
  lines: (style: Style) => readonly string[];
  actions: readonly Action[];
};

/** A line of text is asked for; with it the action is done, as if its button had been pressed. `most`: characters. */
export type Question = {
  title: string;
  label: string;
  hint: string;
  most: number;
  action: Pick<Action, 'act' | 'id' | 'argument'>;
};
export type Destination = 'here' | 'direct';
