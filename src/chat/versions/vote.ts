/** A vote, however it was given: by a button, by words, or by an emoji on the result. */

import type { VoteAnswer } from '../../core/store/versions/trees.ts';
import type { Chat } from '../chat.ts';
import { redraw } from './grown.ts';

/**
 * Takes somebody's vote for a job's result, or takes it back, and draws anew what says how many there are. Whoever calls it
 * knows that this person sees the result. Said of it is nothing here.
 */
export async function voteFor(
  chat: Chat,
  id: string,
  person: string,
  on: boolean,
): Promise<{ answer: VoteAnswer; before: string | undefined }> {
  const { versions } = chat.requests;
  const tree = await versions.of({ id });
  const before = tree?.votes.get(person);
  const answer = await versions.vote({ id }, person, on);
  const moved = answer === 'counted' || answer === 'changed' || answer === 'withdrawn';
  const others = tree?.versions.filter(({ number }) => number === before).map(({ job }) => job) ?? [];
  if (moved) await redraw(chat, [id, ...others]);
  return { answer, before };
}
