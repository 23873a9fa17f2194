/** New pictures of people, in a channel that does something with them by itself. */
import type { Json } from '../../core/domain/job.ts';
import type { InChannel, Place } from '../../core/store/channel-rules/channel-rules.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import type { Style } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { offer } from './offered.ts';
import { runAll } from './run.ts';

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

/** @throws what was not to be expected: whoever posts a picture asked for nothing, and is told nothing */
export async function posted<F extends Found>(chat: Chat, it: Posted<F>): Promise<void> {
  const rules = await chat.requests.channelRules.rulesIn(it.place);
  // Most pictures are of no concern: nothing is asked for them.
  if (![...rules.values()].some(({ offer, run }) => offer || run)) return;
  const channel = await it.channel();
  const its = channel === undefined ? undefined : rules.get(channel);
  if (channel === undefined || !its || !(await chat.once(`posted:${it.place.scope}:${it.message}`))) return;
  const at = { ...it.place, channel };
  // What is done by itself is not offered as well.
  if (its.run) await runAll(chat, { posted: it, at }, its.run);
  else if (its.offer) await offer(chat, { posted: it, at }, its.offer);
}
