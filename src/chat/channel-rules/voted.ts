/** An emoji on a version, where a channel has rules, is a vote for it; taken off, the vote is taken back. */
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import { versionAt } from '../versions/grown.ts';
import { voteFor } from '../versions/vote.ts';
import type { Reaction } from './reaction.ts';
import { hashOf } from './what.ts';

/** As they stand in messages; what each chat calls them is its own. */
export const voteEmoji = ['👍', '❤', '⬆', '🔥', '⭐'] as const;

export async function voted<F extends Found>(chat: Chat, reaction: Reaction<F>): Promise<void> {
  const { person, message, added } = reaction;
  if (!(await reaction.isPerson())) return;
  const [result, ...more] = await reaction.pictures();
  // Of several in one message it is not known which is meant.
  if (!result || more.length > 0) return;
  const turn = await reaction.turn(hashOf(['vote', message, person]));
  try {
    const id = (await turn.ready(result))?.posted?.job;
    if (id === undefined) return;
    await versionAt(chat, turn, id);
    await voteFor(chat, id, person, added);
  } catch (error) {
    // People put such emoji on whatever they like: what is no version is none.
    if (!(error instanceof Refusal)) throw error;
  }
}
