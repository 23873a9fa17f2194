/** An emoji is put on a picture: what the channel runs for it is run for whoever put it there, once. */
import { createKeyedQueue } from '../../async/keyed-queue.ts';
import { answering, type Chat } from '../chat.ts';
import type { Found } from '../request.ts';
import { begin } from './begin.ts';
import type { Reaction } from './reaction.ts';
import { voted } from './voted.ts';
import { fittingFor, hashOf, keyFor, runningOf } from './what.ts';

/** What came of it: `taken`: somebody else was first, or is asked for their word. */
export type Outcome = 'begun' | 'taken' | 'nothing';

export type Reactions = { reacted<F extends Found>(reaction: Reaction<F>): Promise<Outcome> };

/** One for each platform of a process. */
export function createReactions(chat: Chat): Reactions {
  // Whoever comes later waits for what becomes of the first: where that is nothing, it is theirs.
  const { run: inTurn } = createKeyedQueue();
  return {
    async reacted(reaction) {
      const { place, emoji, added, message } = reaction;
      const rules = await chat.requests.channelRules.rulesIn(place);
      // Most emoji mean nothing to anybody here: nothing is asked for them.
      const isVote = rules.size > 0 && chat.traits.votes.some(({ key }) => key === emoji);
      const runs = added && [...rules.values()].some(({ react }) => react.has(emoji));
      if (!isVote && !runs) return 'nothing';
      const here = rules.get(await reaction.channel());
      if (here && isVote) {
        await inTurn(`vote ${message} ${reaction.person}`, () => voted(chat, reaction));
        return 'begun';
      }
      const rule = added ? here?.react.get(emoji) : undefined;
      if (!rule) return 'nothing';
      return inTurn(`${message} ${emoji}`, () => put(chat, reaction, rule.what));
    },
  };
}

type What = Parameters<typeof runningOf>[2];

async function put<F extends Found>(chat: Chat, reaction: Reaction<F>, what: What): Promise<Outcome> {
  const { channelRules } = chat.requests;
  const { place, person, message } = reaction;
  const asker = { ...place, requester: person };
  const running = await runningOf(chat, asker, what).catch((error: unknown) => ({ error }));
  if ('error' in running) {
    // Whoever put it there learns why nothing happens.
    const isNew = (await reaction.isPerson()) && (await chat.once(`rule broken:${message}:${person}`));
    const turn = isNew ? await reaction.turn(hashOf([message, person])) : undefined;
    if (turn) await answering(chat, turn, () => Promise.reject(running.error));
    return turn ? 'begun' : 'nothing';
  }
  const key = keyFor(message, running);
  if (!(await channelRules.claim(key, person))) return 'taken';
  if (!(await reaction.isPerson())) {
    await channelRules.release(key);
    return 'nothing';
  }
  const turn = await reaction.turn(key);
  let outcome: Outcome = 'begun';
  await answering(chat, turn, async () => {
    try {
      await chat.requests.admit('reactions', asker);
      const pictures = fittingFor(await reaction.pictures(), running);
      // The claim stays for a minute: however many put it on what has no picture, it is looked at once.
      if (pictures.length > 0) await begin(chat, turn, { key, running, pictures });
      else outcome = 'nothing';
    } catch (error) {
      await channelRules.release(key);
      throw error;
    }
  });
  return outcome;
}
