/** What the conversation works with, made once for a platform; and what goes wrong in it, as a sentence. */
import type { Prices } from '../core/credits/prices.ts';
import { Failure } from '../core/domain/failure.ts';
import type { Job, Json } from '../core/domain/job.ts';
import type { KeptFiles } from '../core/jobs/files/job-files.ts';
import type { Log } from '../core/log.ts';
import type { Requests } from '../core/ports/engine.ts';
import type { View } from '../core/view/view.ts';
import type { Action } from './action.ts';
import type { Notice, Style } from './reply.ts';
import { Refusal } from './reply.ts';
import type { Found, Shown } from './request.ts';
import type { Turn } from './turn.ts';
import { publicly, words } from './words.ts';

export type Chat = Pick<KeptFiles, 'resultOf' | 'openKept'> & {
  requests: Requests;
  log: Pick<Log, 'error' | 'warn'>;
  /** ms since 1970. */
  clock: () => number;
  /** What the owner set, as the engine has them too. */
  prices: Prices;
  /** The largest source that is taken, in bytes. */
  maxFileBytes: number;
  /** True for the first who asks with this key, in all processes. */
  once: (key: string) => Promise<boolean>;
  /** Nothing came of it: whoever asks with this key next is the first. */
  forget: (key: string) => Promise<unknown>;
  /** @throws what `readAddress` of the platform throws for what is none of its addresses: a defect */
  shown: (address: Json) => Shown;
  traits: Traits;
  /** What is done where results stand. */
  results: ResultMessages;
  /** To the admins of a scope, in the channel if they have named one. False where nobody was told. */
  tellAdmins: (scope: string, channel: string | null, notice: AdminNotice) => Promise<boolean>;
  /** To one person alone, as plain text; false where they are not to be reached. */
  tell: (scope: string, person: string, text: string) => Promise<boolean>;
  /** The turn of somebody who waited, from what `Turn.again` gave. */
  goOn: (kept: Json) => Turn;
  /** Makes what was posted with `Turn.askOwner` say this instead, with these buttons or none. */
  rewrite: (place: Json, lines: AdminNotice['lines'], actions?: readonly Action[]) => Promise<unknown>;
  /** Takes the message with a result away, for everybody. @throws what it is refused with */
  takeAway: (job: Job) => Promise<unknown>;
  /** A refusal of the platform's that has a sentence of its own. */
  explain?: (error: unknown) => string | undefined;
  /** An error as it may be logged, where the platform's carry secrets along. */
  loggable?: (error: unknown) => unknown;
  /** Something of a person's account or jobs has changed, for what a platform keeps drawn. */
  changed?: (scope: string, person: string) => void;
};

/** What a platform does with the messages that bring results. Each answers false where it cannot be done there. */
export type ResultMessages = {
  /** Posts something below a result, for everybody who sees that. */
  announce(job: Job, notice: AdminNotice): Promise<boolean>;
  /** A message can become one line there. */
  folds: boolean;
  /** Draws its message anew, as its view is by now: in one line where that says so, and whole again where it does not. */
  redraw(job: Job, view: View): Promise<boolean>;
  pin(job: Job): Promise<boolean>;
};

/** What admins are told; each press of an action is theirs alone. */
export type AdminNotice = { lines: (style: Style) => readonly string[]; actions?: readonly Action[] };

/** What is constant about a platform. */
export type Traits = {
  /** One person has the same id in every scope. */
  sameIdEverywhere: boolean;
  /** ms. An answer must come so soon that what is not known by then is checked again later; left out: there is time. */
  checkMs?: number;
  /** Who may decide for others here, e.g. `an admin of the workspace`. */
  moderators: string;
  /** Whether a scope is one person's, who answers for themselves: there is no admin who could be asked. Left out: none is. */
  isOwnScope?: (scope: string) => boolean;
  /** A command as people type it, e.g. `/credits` for `credits`. */
  typed: (command: string) => string;
  /** A model with settings as people type it, e.g. `@Darkroom upscale x4`. */
  example: (request: string) => string;
  /** How to begin, in lines of the platform's own. */
  ways: (style: Style) => readonly string[];
  /** What people are named by where lines of one width hold no mentions. */
  namesOf: (turn: Pick<Turn, 'asker'>, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** What a typed word names, by its id; undefined where it names none of the kind. */
  mentions: Record<'person' | 'channel' | 'group', (word: string) => string | undefined>;
  /** A typed emoji; `key` is the same however it is typed, `shown` is how people read it. Undefined for what is none. */
  emoji: (word: string) => { key: string; shown: string } | undefined;
  /** Which emoji on a version are votes for it. */
  votes: readonly { key: string; shown: string }[];
  /** Typed text for core to read, and for people to read again. */
  written: (text: string) => string;
  legible: (text: string) => string;
  /** What of the set-up is missing here, besides what core knows of limits; a sentence each, for admins. */
  problems: (turn: Turn) => Promise<readonly ((style: Style) => string)[]>;
};

/** What went wrong, for the person; what is our fault is logged. */
export function noticeOf(chat: Pick<Chat, 'log' | 'explain' | 'loggable'>, error: unknown): Notice {
  if (error instanceof Failure)
    return { kind: 'notice', text: error.message, forAll: publicly(error), code: error.code };
  if (error instanceof Refusal) return { kind: 'notice', text: error.message };
  const known = chat.explain?.(error);
  if (known !== undefined) return { kind: 'notice', text: known };
  chat.log.error({ err: chat.loggable?.(error) ?? error }, 'a request failed');
  return { kind: 'notice', text: words.broken };
}

/** Does what somebody asked for; what goes wrong is said to them. Rejects only where even that cannot be said. */
export async function answering<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    await turn.reply(noticeOf(chat, error));
  }
}

/** ms. Two presses within it are one that the finger made two of. */
const doubleMs = 2_000;

/** True where the same person has pressed the same just before. @param what the button is for */
export async function isDouble(
  { once, clock }: Pick<Chat, 'once' | 'clock'>,
  { asker, pressed }: Pick<Turn, 'asker' | 'pressed'>,
  what: string,
): Promise<boolean> {
  const now = Math.floor(clock() / doubleMs);
  const first = (at: number) => once(`double:${asker.requester}:${pressed?.message}:${what}:${at}`);
  return !(await first(now)) || !(await first(now - 1));
}
