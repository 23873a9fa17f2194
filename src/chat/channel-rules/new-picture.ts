/** A picture that somebody has just posted, as a platform tells of it. */
import type { Json } from '../../core/domain/job.ts';
import type { InChannel, Place } from '../../core/store/channel-rules/channel-rules.ts';
import type { Action } from '../action.ts';
import type { Style } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

/** A message of a person's with files, which says nothing to the bot, in a conversation that several share. */
export type Posted<F extends Found = Found> = {
  place: Place;
  person: string;
  /** Names the message among all of the place. */
  message: string;
  /** Where it stands. */
  conversation: string;
  /** The channel whose rules count; undefined where results are gathered, as in a thread of theirs. */
  channel(): Promise<string | undefined>;
  pictures(): Promise<readonly F[]>;
  /** By which they are found again: see `Turn.picturesAt`. */
  picture: Json;
  /** Says one line under it, once for each id, which notifies nobody. @returns where it stands; undefined where nothing can be posted */
  line(said: {
    id: string;
    lines: (style: Style) => readonly string[];
    actions: readonly Action[];
  }): Promise<Json | undefined>;
  /** Of whoever posted it. */
  turn(key: string): Turn<F>;
};

export type New<F extends Found> = { posted: Posted<F>; at: InChannel };
