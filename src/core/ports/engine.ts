/** What a chat may ask of the engine. */

import type { Quote } from '../credits/quote.ts';
import type { CreditsService } from '../credits/service.ts';
import type { Command, Person } from '../domain/command.ts';
import type { Job, Json, Source } from '../domain/job.ts';
import type { Inspector } from '../inspect/inspect.ts';
import type { Overviews } from '../inspect/overview.ts';
import type { Stored } from '../media/files.ts';
import type { ProviderAccount } from '../provider/account.ts';
import type { Counted } from '../store/bounds/rates.ts';
import type { PeopleStore } from '../store/people.ts';
import type { View } from '../view/view.ts';
import type { BatchRequests } from './batches.ts';
import type { ComparingService } from './comparing.ts';
import type { Links, Pages } from './links.ts';
import type { PurchaseService } from './purchases.ts';
import type { RecipeRequests } from './recipes.ts';
import type { TasteRequests } from './taste.ts';
import type { VersionsService } from './versions.ts';

/** A job, or the price to be agreed to first: it is above what the person wants to be asked about. */
export type Answer = { job: Job } | { quote: Quote };

/** What a job is going to be made from; `fileName`: of its source. */
export type Intended = Pick<Command, 'platform' | 'scope' | 'requester' | 'model' | 'settings'> & {
  payer?: string | undefined;
  told?: number | undefined;
  fileName?: string | undefined;
  /** That the job is to have; left out, a new one. */
  id?: string;
};

/**
 * A card that is posted before there is its job. Until it is closed or left, this process works at it; what is left, as by
 * a process that dies, is taken back within two minutes unless a job came of it: see `Platform.withdraw`.
 */
export type OpeningRecord = {
  /** The job's, if one comes of it. */
  id: string;
  /** Before it is posted, and again when more is known of where it stands. `place`: JSON that only its platform reads. */
  at(place: Json): Promise<void>;
  /** Its job is made, or it was taken back. Never rejects. */
  close(): Promise<void>;
  /** Nobody works at it any more; after `close` it does nothing. */
  leave(): void;
};

/** What whoever runs a place may ask beside it, `Inspector` and `Overviews`: everything about a job, all that are not over, and what all come to. */
export type Requests = Inspector &
  Overviews &
  BatchRequests &
  PeopleStore & {
    /** Takes a file that the platform has at hand into the data folder. @throws Failure when it is empty, too large or no media. */
    keep(body: AsyncIterable<Uint8Array>): Promise<Stored>;
    /** The beginning of a video, of at most so many seconds, in its place. @throws Failure where it cannot be read or cut */
    beginning(source: Source, seconds: number): Promise<Source>;
    /**
     * All that can be refused without the file and without waiting: settings and rules, and by the script that would make
     * the job the balance, the caps, the budget and the jobs on the way. Nothing is reserved. `asks`: `request` would
     * answer it with a quote, since it is expensive, or cannot be paid and something cheaper can.
     * @param command.key left out: it was not asked for before. @throws Failure with the sentence for the person.
     */
    check(
      command: Omit<Command, 'source' | 'key' | 'address'> & { key?: string },
    ): Promise<{ asks: boolean }>;
    /**
     * What the job will say first if it is made now, under the id that it is to have: hand that on as `Command.id`. Undefined
     * where no job could be made of it. Nothing is kept but who may give it up, for ten minutes.
     */
    preview(intended: Intended): Promise<View | undefined>;
    /** For the card of what is asked for; nothing is kept before its `at`. */
    opening(asked: Pick<Command, 'platform' | 'scope' | 'requester' | 'key'>): OpeningRecord;
    /** As `cancel`, for a job that is not made yet; false where none of this person's is expected under this id. */
    cancelExpected(id: string, person: Pick<Person, 'platform' | 'scope' | 'requester'>): Promise<boolean>;
    /** Checks it, and asks first where it is expensive. @throws Failure with the sentence for the person; then nothing was kept or charged. */
    request(command: Command): Promise<Answer>;
    /** As `request`, without asking: for whoever has seen the price. */
    submit(command: Command): Promise<Job>;
    /** The price, the wait and the size, before anything is spent. @throws Failure as `request` */
    quote(command: Command): Promise<Quote>;
    /**
     * Runs a quote; pressed twice it is one job. A quote that is older than ten minutes, or whose price has changed, is
     * answered with a new one.
     * @param variant which of its cheaper variants. @throws Failure quote-gone, not-yours, or as `submit`
     */
    run(id: string, options: { person: Person; variant?: number; address?: Json }): Promise<Answer>;
    /** Forgets a quote and its file. @throws Failure not-yours */
    drop(id: string, person: Person): Promise<void>;
    /**
     * Asks for the job to be given up; false when it is over, unknown, or past the point of no return.
     * @param how.onlyFree false, too, once the provider has it or is about to, since it would cost its price all the same.
     */
    cancel(id: string, how?: { onlyFree: boolean }): Promise<boolean>;
    /**
     * As `cancel`, for everything that a place has on its way, and forgets its quotes: the bot is gone from there.
     * Answers how many jobs there were; may be repeated.
     */
    cancelAll(at: { platform: string; scope: string }): Promise<number>;
    /**
     * Takes the result of a job that is done away for good: its file goes, its source stays, its card is shown anew. False
     * when there is none; may be repeated.
     */
    remove(id: string): Promise<boolean>;
    /**
     * Posts a result that could not be posted; the job then ends as any other does, and nothing is charged again.
     * `delivering`: it is on its way, perhaps by somebody else's wish; `not-needed`: it was posted, or there is none yet;
     * `gone`: there is no such job, or its file is no longer kept.
     */
    deliverAgain(id: string): Promise<'delivering' | 'not-needed' | 'gone'>;
    read(id: string): Promise<Job | undefined>;
    /**
     * Changes the address at which the job is shown from now on, e.g. to a fresh token for the same card. Answers the new
     * one; undefined when there is no such job.
     * @param change called again when somebody else changed the address meanwhile.
     */
    move(id: string, change: (now: Json) => Json): Promise<Json | undefined>;
    /** Counts a form that a person opens. @throws Failure too-often */
    admitForm(person: Pick<Person, 'scope' | 'requester'>): Promise<void>;
    /** Counts what else costs nothing, and somebody else something. @throws Failure too-often */
    admit(what: Counted, person: Pick<Person, 'scope' | 'requester'>): Promise<void>;
    /** A person's newest jobs, the newest first. */
    jobs(person: Person, count: number): Promise<Job[]>;
    view(job: Job): Promise<View>;
    /** Waits until the job is over and its person has been told. Rejects when `signal` aborts. */
    settled(id: string, signal?: AbortSignal): Promise<Job>;
    /** Whether the lab stands in, and what is left on the owner's account at the provider: theirs to know, and admins'. */
    provider(): Promise<ProviderAccount>;
    /** To results, for who cannot be given them otherwise. */
    links: Links;
    /** Of results, for whoever has their address. */
    pages: Pages;
    /** Balances, grants, limits, usage. */
    credits: CreditsService;
    /** The pot, and what several people pay for. */
    purchases: PurchaseService;
    taste: TasteRequests;
    versions: VersionsService;
    recipes: RecipeRequests;
    /** Whether and how somebody's results are set beside their sources. */
    comparing: ComparingService;
  };
