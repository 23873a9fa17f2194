/** Whoever posted a picture answers whether it may be enhanced; allowed, it runs as its requester's request. */
import type { Action } from '../action.ts';
import { startAll } from '../batch/start.ts';
import type { Chat } from '../chat.ts';
import { closeCard, requestIn, whatOf } from '../owner/ask.ts';
import { ownerWords as words } from '../owner/words.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

/** @param done.argument `yes`, `always` or `no` @throws Refusal */
export async function answerConsent<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  { id, argument }: Pick<Action, 'id' | 'argument'>,
): Promise<void> {
  const { consents, says } = chat.requests;
  const { scope, requester: presser } = turn.asker;
  const waiting = await consents.read(id);
  if (!waiting) throw new Refusal(words.decided);
  const { owner, requester } = waiting;
  if (owner !== presser || waiting.scope !== scope) throw new Refusal(words.notYours);
  if (waiting.until <= chat.clock()) throw new Refusal(words.over);
  // However often it is pressed, one press has it.
  const taken = await consents.take(id);
  if (!taken) throw new Refusal(words.decided);
  const isNo = argument === 'no';
  const isAlways = argument === 'always';
  if (isAlways) await says.allow({ scope, requester: owner }, requester, Math.round(chat.clock()));
  const said = isAlways ? words.allowedAlways : words.allowed;
  await closeCard(chat, taken.card, ({ person = (who) => who }) => [
    isNo ? words.refused(person(owner)) : said(person(owner), person(requester)),
  ]);
  const { turn: kept, sources, allowed, ...request } = requestIn(taken);
  if (isNo) await chat.tell(scope, requester, words.refusedYou(whatOf(request)));
  else await startAll(chat, chat.goOn(kept), { ...request, allowed: [...allowed, owner] }, sources);
}
