/** The port a chat system implements. It translates and shows; it knows no business rule. */

import type { Json } from '../domain/job.ts';
import type { Limits } from '../domain/limits.ts';
import type { Comparison, MovingType } from '../domain/media-record.ts';
import type { View } from '../view/view.ts';
import type { EditLimits } from './edit-limits.ts';
import type { Requests } from './engine.ts';

/**
 * A result as it is handed over: a file in the data folder that must not be changed. `as`: it is to be posted as a picture
 * that moves, or set beside its source, which `KeptFiles.fit` makes of it.
 */
export type Delivery = {
  path: string;
  type: string;
  bytes: number;
  fileName: string;
  as?: MovingType | Comparison;
};

/** One of several results that are handed over together. */
export type Handed = { address: Json; view: View; delivery: Delivery };

/**
 * Whether people are heard by this process. `elsewhere`: another one hears them, and this one stands by. `why`: for whoever
 * runs the place.
 */
export type Hearing = { heard: 'here' } | { heard: 'elsewhere' | 'nowhere'; why: string };

export type Withdrawal = { id: string; kept: Json | undefined; text: string | undefined };

export type Platform = {
  /** One word, e.g. `terminal`; it stands in every job's record. */
  name: string;
  /** Connect, and hand every request over from now on. */
  start(requests: Requests): Promise<void>;
  /**
   * Make the card at `address` say this, replacing what it said before. May be repeated, may skip states; a throw
   * is logged and the next state is shown all the same; at the end of a job it is shown again for a day, in the view's
   * `form`, which gets plainer after errors that are `Refused`. With a `editLimits`: an error whose `retryAfterMs` is a number
   * (ms) makes the card's lane rest so long, and after a `Failure` the card's progress is no longer shown.
   */
  show(address: Json, view: View): Promise<void>;
  /**
   * Post the result, once: it is repeated after a crash or an error, so it must recognise what it already posted
   * by the job's id, in whatever form that was. A `Failure` ends the attempts; any other error is tried again for a day,
   * and after `Refused` errors in the plainer form that `view.form` names.
   */
  deliver(address: Json, view: View, delivery: Delivery): Promise<void>;
  /**
   * Post several results together, in their order and in as few messages as take them; once, as `deliver` does, each known
   * again by its own job's id. `card`, `view`: of the one card that they have. Left out: each is delivered by itself.
   */
  deliverAll?(card: Json, view: View, results: readonly Handed[]): Promise<void>;
  /**
   * Post something below a result that was posted, once: it is repeated after a crash or an error, so it must recognise what
   * it already posted. What is thrown is of no consequence for the job; a `Failure` or `Refused` ends the attempts. Left out:
   * nothing is posted there that nobody asked for.
   * @param view with its `aside`. @param delivery `as` what it is posted
   */
  accompany?(address: Json, view: View, delivery: Delivery): Promise<void>;
  /**
   * Take back the card of a request that was cut off: the process that had recorded `place` for it is gone, and it may never
   * have been posted. May be repeated. `id`: of the job that did not come to be. `kept`: the address of one that the same
   * request made all the same; its card stays. `text`: for the person alone, or where that cannot be in the card's place.
   */
  withdraw?(place: Json, it: Withdrawal): Promise<void>;
  /** A request that somebody was asked about has waited for too long: its card says so, and whoever asked is told. */
  lapse?(consent: string): Promise<void>;
  /** What several people, or the pot, pay for has changed: its card says so, and what is full runs. May be repeated. */
  purchase?(id: string): Promise<void>;
  /** Tell the admins of a scope something, in `channel` if they have named one. May be repeated. */
  notify?(scope: string, channel: string | null, text: string): Promise<void>;
  /** The largest file that can be posted there, in bytes; undefined where nobody knows. */
  maxBytes?(address: Json): Promise<number | undefined>;
  /** The limits of a scope in which nobody has set any; what is left out is as it is safe. */
  limits?: Partial<Limits> | ((scope: string) => Partial<Limits>);
  /**
   * Left out: any process with this platform can show any of its cards, and one of them will. Given: only
   * where it says true is there anything to show, such as the terminal a person sits at.
   */
  isMine?(address: Json): boolean;
  /** People can run a job that ended without a result again: its source is then kept as long as those of other jobs. */
  runsAgain?: boolean;
  /** How often a running job's card is drawn again although nothing changed, in ms; never when left out. */
  tickMs?: number;
  /**
   * How often the card at `address` may be edited. Left out: every change is shown at once, and `tickMs` holds.
   * @param facts `ageMs`: since the job was made. `liveInLane`: cards of the same lane, this one with them, whose jobs
   * are not over; the lane itself must not depend on it.
   */
  editLimits?(address: Json, facts: { liveInLane: number; ageMs: number }): EditLimits;
  /** Left out, or undefined: it is not here that people of this platform are to be heard. */
  hearing?(): Hearing | undefined;
  stop(): Promise<void>;
};
