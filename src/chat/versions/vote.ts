/** A vote, however it was given: by a button, by words, or by an emoji on the result. */

import type { Voted } from '../../core/store/versions/trees.ts';
import type { Chat } from '../chat.ts';
import { redraw } from './grown.ts';

/**
 * Takes somebody's vote for a job's result, or takes it back, and draws anew what says how many there are. Whoever calls it
 * knows that this person sees the result. Said of it is nothing here.
 */
export async function voteFor(chat: Chat, id: string, person: string, on: boolean): Promise<Voted> {
  const { versions } = chat.requests;
  const voted = await versions.vote({ id }, person, on);
  const { answer, before } = voted;
  if (answer === 'counted' || answer === 'changed' || answer === 'withdrawn') {
    const tree = before === undefined ? undefined : await versions.of({ id });
    const others = tree?.versions.filter(({ number }) => number === before).map(({ job }) => job) ?? [];
    await redraw(chat, [id, ...others]);
  }
  return voted;
}
