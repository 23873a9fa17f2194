/** What somebody asks for in a chat, and about what: plain data that a platform hands in. */
import type { SessionStore } from '../async/session-store.ts';
import type { Step } from '../core/domain/asked/recipe.ts';
import type { Paid } from '../core/domain/command.ts';
import type { FailureRecord } from '../core/domain/failure.ts';
import type { Medium } from '../models/fields.ts';

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
  /**
   * Of what stands in a message, once it was looked up. `by`: who posted it; `at`: what its deletion will be told by;
   * `job`: it is the result of that job.
   */
  posted?: { by?: string; at?: string; job?: string } | undefined;
  /** A person's link. Once it was looked up: to anywhere, and not to a file that the platform hosts. */
  link?: true | undefined;
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
export type ChatRequest<F extends Found = Found> = Paid & {
  /** Of a video only the beginning, in seconds. */
  first?: number | undefined;
  /** A model's name. */
  model: string;
  /** By field name, unchecked. */
  settings: Readonly<Record<string, unknown>>;
  /** The steps that follow it, each on what the one before gives. */
  next?: readonly Step[] | undefined;
  source?: F | undefined;
  /** Used when there is no `source`. */
  kept?: Kept | undefined;
  /** Who has allowed it, of those whose picture it is. */
  allowed?: readonly string[];
};

/** A form with what stands in it already; a model that is left out is to be chosen. */
export type Draft<F extends Found = Found> = {
  model?: string | undefined;
  settings: Readonly<Record<string, unknown>>;
  /** As `ChatRequest` has it. */
  next?: readonly Step[] | undefined;
  /** One, or several to choose among. */
  media: readonly F[];
  /** Used when there are no media. `takes`: what it is; left out, whatever the model takes. */
  kept?: Kept | undefined;
  takes?: Medium | undefined;
};

/** Forms that may be opened once more, by an id. In memory only, like all that is half filled in. */
export type Drafts<F extends Found = Found> = SessionStore<{
  requester: string;
  draft: Draft<F>;
  /** Why it was refused, where something can be done about that. */
  refused?: FailureRecord;
}>;

/** Whoever is to be named beside a source, as it is not its requester's own. */
export const otherAuthor = ({ author }: Pick<Shown, 'author'>, requester: string): string | undefined =>
  author === requester ? undefined : author;

/** What an address says of its job, without asking anybody. */
export type Shown = {
  conversation: string;
  /** Its result never leaves the conversation. */
  confined: boolean;
  /** Who posted the source. */
  author?: string | undefined;
  /**
   * Where it is posted; `changed`: as a copy that fits, not as it was made; `together`: with others in one
   * message, how many there are, and what it is known by.
   */
  result?: { changed: boolean; together?: { id: string; count: number } | undefined } | undefined;
  /** It was taken away when a job's record did not say that yet. */
  removed?: boolean | undefined;
};

/** What of settings is plain data, as forms send it along. */
export const plainIn = (settings: Draft['settings']): Record<string, string | number | boolean> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, value]]
        : [],
    ),
  );
