/** What a channel offers under a picture is taken: whoever presses pays, and it is made once. */
import type { Action } from '../action.ts';
import { begin } from '../channel-rules/begin.ts';
import { fittingFor } from '../channel-rules/what.ts';
import { ruleWords as words } from '../channel-rules/words.ts';
import type { Chat } from '../chat.ts';
import { closeCard } from '../owner/ask.ts';
import { runOf } from '../presets/named.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

/** @throws Refusal */
export async function takeOffer<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id }: Pick<Action, 'id'>,
): Promise<void> {
  const { channelRules } = chat.requests;
  const { scope, requester } = turn.asker;
  const offered = await channelRules.offer(id);
  const isHere = offered?.scope === scope && offered.conversation === turn.conversation.id;
  if (!offered || !isHere) throw new Refusal(words.offerGone);
  const { key, model, settings, next, price: told = 0, picture, line } = offered;
  const running = { ...runOf(chat, { name: model, model, settings, next }), preset: undefined };
  if (!(await channelRules.claim(key, requester)))
    return turn.reply({ kind: 'notice', text: words.already, quiet: true });
  let outcome: Awaited<ReturnType<typeof begin>> | undefined;
  try {
    const pictures = fittingFor(await turn.picturesAt(picture), running);
    if (pictures.length === 0) throw new Refusal(words.pictureGone);
    outcome = await begin(chat, turn, { key, running, pictures, told });
  } finally {
    if (outcome === undefined) await channelRules.release(key);
  }
  if (outcome === 'made')
    await closeCard(chat, line, ({ person = (who) => who }) => [words.taken(person(requester))]);
}
