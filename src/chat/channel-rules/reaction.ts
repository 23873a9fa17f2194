/** An emoji on a message, as a platform tells of it. */
import type { Place } from '../../core/store/channel-rules/channel-rules.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

/** Of a person, in a conversation that several share; a platform tells of no other. */
export type Reaction<F extends Found = Found> = {
  place: Place;
  person: string;
  /** As `Traits.emoji` names it. */
  emoji: string;
  /** False: it was taken off. */
  added: boolean;
  /** Names the message among all of the place. */
  message: string;
  /** Where it stands; of a thread, the channel that this stands in. */
  channel(): Promise<string>;
  /** Asked where it is about to matter: another program's emoji mean nothing. */
  isPerson(): Promise<boolean>;
  /** What of the message can be worked on: none where it is deleted, or is neither a post of somebody's nor a result. */
  pictures(): Promise<readonly F[]>;
  /** Of whoever put it there. What is answered is theirs alone where that can be. */
  turn(key: string): Promise<Turn<F>>;
};
