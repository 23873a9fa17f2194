/** What somebody says of their pictures being enhanced by others is shown and set. The answer is for them alone. */
import { type Say, says } from '../../core/store/owners/says.ts';
import type { Action } from '../action.ts';
import type { Chat } from '../chat.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { ownerWords as words } from './words.ts';

export type PrivacyDeed = { deed: 'show' } | { deed: 'set'; say: Say } | { deed: 'forget'; who: string };

export async function privacyCommand<F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  it: PrivacyDeed,
): Promise<void> {
  const { says: kept } = chat.requests;
  const { scope, requester } = turn.asker;
  const me = { scope, requester };
  if (it.deed === 'forget') {
    const was = await kept.disallow(me, it.who);
    const said = was ? words.forgotten : words.notAllowed;
    return turn.reply({ kind: 'lines', lines: ({ person = (who) => who }) => [said(person(it.who))] });
  }
  if (it.deed === 'set') await kept.setSay(me, it.say);
  const say = await kept.say(me);
  const { typed } = chat.traits;
  if (it.deed === 'set') return turn.reply({ kind: 'notice', text: words.says[say] });
  const allowed = await kept.allowed(me);
  if (allowed.length > 0)
    await turn.reply({
      kind: 'lines',
      lines: ({ person = (who) => who }) => [
        words.need,
        allowed.map(person).join(', '),
        words.forget(typed('privacy forget @person')),
      ],
    });
  const text = `${words.says[say]} ${words.howToSay(typed('privacy ask'))}`;
  await turn.reply({ kind: 'notice', text, actions: choicesFrom(say) });
}

/** What it could be instead. */
const choicesFrom = (now: Say): Action[] =>
  says
    .filter((say) => say !== now)
    .map((say) => ({ act: 'privacy', id: 'mine', argument: say, label: words.choices[say] }));
