/** An emoji is put on a picture: what the channel runs for it is run for whoever put it there, once. */
import { createKeyedQueue } from '../../async/keyed-queue.ts';
import type { Place } from '../../core/store/channel-rules/channel-rules.ts';
import { answering, type Chat } from '../chat.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { begin } from './begin.ts';
import { fittingFor, hashOf, keyFor, runningOf } from './what.ts';

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
      if (!added || ![...rules.values()].some(({ react }) => react.has(emoji))) return 'nothing';
      const rule = rules.get(await reaction.channel())?.react.get(emoji);
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
