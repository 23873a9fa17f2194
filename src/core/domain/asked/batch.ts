/** A batch: several jobs of one request, with one price, one card with a line for each, and one message with their results. */
import type { Paid, Person } from '../command.ts';
import type { Job, Json, Source } from '../job.ts';
import type { Recipe } from './recipe.ts';
import type { Taste } from './taste.ts';

/** So many can be asked for at once: the chats take ten files in one message. */
export const mostInBatch = 10;

/** Why no job was made of one of them: a sentence that everybody may read. `code`: of core's own refusals. */
export type WhyNone = { code?: string; text: string };

/** One of them as it was asked for. */
export type BatchItem = {
  model: string;
  settings: Readonly<Record<string, unknown>>;
  /** Of its source. */
  name?: string | undefined;
  /** What the platform took for its source, to begin it once more: JSON that only its platform reads. */
  found?: Json | undefined;
  /** Why no job was made of it. */
  refused?: WhyNone | undefined;
};

/** The same before there are jobs: where each is shown, all on one card, and its file; without one it was refused. */
export type BatchAsked = BatchItem & { address: Json; source?: Source | undefined };

/** As `Command`, for several at once. */
export type BatchCommand = Person &
  Paid & {
    id?: string;
    key: string;
    items: readonly BatchAsked[];
    /** They are ways to do one thing. */
    taste?: Taste | undefined;
  };

/** What was asked for, as it is kept beside its jobs. `at`: ms since 1970; from here on its jobs are made. */
export type BatchRecord = Pick<Person, 'platform' | 'scope' | 'requester'> & {
  at: number;
  items: readonly BatchItem[];
  taste?: Taste | undefined;
  /** They are steps, one after the other. */
  recipe?: Recipe | undefined;
};

/** One of a batch as things are: its job, or why there is none. */
export type Member = {
  position: number;
  name: string | undefined;
  job?: Job | undefined;
  refused?: WhyNone | undefined;
  /** A job of it may still be made. */
  coming: boolean;
};

/** ms. In so long a process has made the jobs of a batch, or it has died. */
export const makingMs = 5 * 60_000;
