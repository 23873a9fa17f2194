/** What is answered: plain data that a platform draws. Text is plain; whoever draws it escapes and cuts it. */
import type { Quote } from '../core/credits/quote.ts';
import type { Job } from '../core/domain/job.ts';
import type { Reason } from '../core/view/facts.ts';
import type { View } from '../core/view/view.ts';
import type { FailureCode } from '../core/words/failures/failures.ts';
import type { Names } from '../core/words/names.ts';
import type { Model } from '../models/model.ts';
import type { Action } from './action.ts';
import type { Draft, Found, Shown } from './request.ts';
import { words } from './words.ts';

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

/** A price. `draft`: the form to change what it is for, see `reopening`; `ask`: an admin could allow it; `others`: who else could pay it. */
export type Offer = Quote & { draft?: Action; ask?: Action | undefined; others?: readonly Action[] };

/** With the names of the files that it is about, where there are others. */
export function about(media: readonly Found[], notice: Notice): Notice {
  if (media.length === 0) return notice;
  const names = media.map(({ name }) => name);
  const { text, forAll } = notice;
  const publicly = forAll === undefined ? {} : { forAll: words.ofThese(names, forAll) };
  return { ...notice, text: words.ofThese(names, text), ...publicly };
}

/** How a platform writes what stands in lines. Each gives what it is to look like; all else in a line is plain. */
export type Style = Names & {
  bold: (text: string) => string;
  /** As it is typed. */
  code: (text: string) => string;
  link: (label: string, url: string) => string;
  /** The bot itself, where it is named. */
  me?: string;
};

/** What a list shows of a job beside its view. */
export type ListedJob = {
  job: Job;
  view: View;
  shown: Shown;
  actions: readonly Action[];
  /** The file it was made of, as its person calls it; plain text. */
  source: string | undefined;
  /** Why it failed, in a few words, and what to do about it. */
  reason: Reason | undefined;
  /** All of it in one line, for platforms that need no more: what is a link or a moment there is the platform's to add. */
  facts: readonly string[];
};

/** What is answered to the one who did something, and seen by nobody else where that is possible. */
export type Reply<F extends Found = Found> =
  | Notice
  /** A price, in place of an older one that was pressed. */
  | { kind: 'price'; quote: Offer }
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

/** Ends what somebody does where core has no `Failure` for it. Its message is the sentence: what is wrong, and what to do. */
export class Refusal extends Error {
  override name = 'Refusal';
}
