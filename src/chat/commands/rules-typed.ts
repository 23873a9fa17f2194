/** What stands after the typed word `rules`. */
import { nearest } from '../../core/text/nearest.ts';
import { ruleWords as words } from '../channel-rules/words.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { type RulesDeed, rulesCommand, rulesDeeds } from './rules.ts';
import { commandWords } from './words.ts';

/** @throws Refusal with what is wrong with it */
function rulesDeedIn(said: readonly string[]): RulesDeed {
  const [first = 'list', ...rest] = said;
  const deed = rulesDeeds.find((each) => each === first.toLowerCase());
  if (!deed) throw new Refusal(words.noDeed(first, nearest(first, rulesDeeds), rulesDeeds));
  switch (deed) {
    case 'react': {
      const [emoji = '', ...what] = rest;
      return { deed, emoji, what: what.join(' ') };
    }
    case 'run': {
      const at = rest.findLastIndex((word) => word.toLowerCase() === 'daily');
      const [what, daily] = at < 0 ? [rest, undefined] : [rest.slice(0, at), rest[at + 1] ?? ''];
      if (at >= 0 && rest[at + 2] !== undefined) throw new Refusal(commandWords.tooMuch(rest[at + 2] ?? ''));
      return { deed, what: what.join(' '), daily };
    }
    case 'offer':
      return { deed, what: rest.join(' ') };
    default: {
      const [more] = rest;
      if (more !== undefined) throw new Refusal(commandWords.tooMuch(more));
      return { deed };
    }
  }
}

export const typedRules = <F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  said: readonly string[],
): Promise<void> => rulesCommand(chat, turn, rulesDeedIn(said.map((word) => chat.traits.legible(word))));
