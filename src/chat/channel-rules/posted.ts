/** New pictures of people, in a channel that does something with them by itself. */
import type { Chat } from '../chat.ts';
import type { Found } from '../request.ts';
import type { Posted } from './new-picture.ts';
import { offer } from './offered.ts';
import { runAll } from './run.ts';

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
