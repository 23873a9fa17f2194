/** What stands after the typed word `privacy`. */
import { says } from '../../core/store/owners/says.ts';
import { nearest } from '../../core/text/nearest.ts';
import type { Chat } from '../chat.ts';
import { privacyCommand } from '../owner/privacy.ts';
import { ownerWords as words } from '../owner/words.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';

/** @throws Refusal with what is wrong with it */
export async function typedPrivacy<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  said: readonly string[],
): Promise<void> {
  const [first, who] = said;
  if (first === undefined) return privacyCommand(chat, turn, { deed: 'show' });
  const given = chat.traits.legible(first).toLowerCase();
  const say = says.find((each) => each === given);
  if (say) return privacyCommand(chat, turn, { deed: 'set', say });
  if (given !== 'forget') throw new Refusal(words.noSay(given, nearest(given, [...says, 'forget'])));
  const named = who === undefined ? undefined : chat.traits.mentions.person(who);
  if (named === undefined) throw new Refusal(words.whom);
  await privacyCommand(chat, turn, { deed: 'forget', who: named });
}
