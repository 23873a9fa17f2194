/** The words that are no request, such as `credits`, and what is done when one is typed. */
import type { Chat } from '../chat.ts';
import { creditsCommand } from '../commands/credits.ts';
import { creditsDeedIn, daysIn } from '../commands/credits-arguments.ts';
import { typedJobs } from '../commands/jobs.ts';
import { preferencesCommand, preferencesIn } from '../commands/preferences.ts';
import { typedPresets } from '../commands/presets-typed.ts';
import { typedPrivacy } from '../commands/privacy.ts';
import { typedRules } from '../commands/rules-typed.ts';
import { checkSetup } from '../commands/setup-check.ts';
import { potCommand, potDeedIn } from '../pot/typed.ts';
import type { About, Found } from '../request.ts';
import { typedTaste } from '../taste/typed.ts';
import type { Turn } from '../turn.ts';
import { typedVersions } from '../versions/typed.ts';
import type { CommandName } from './meant.ts';

type Command = <F extends Found>(
  chat: Chat,
  turn: Turn<F>,
  said: readonly string[],
  about: () => Promise<About<F>>,
) => Promise<void>;

/** Each gets what stands after it. */
export const commands: Readonly<Record<CommandName, Command>> = {
  jobs: typedJobs,
  credits: (chat, turn, said) => creditsCommand(chat, turn, creditsDeedIn(chat.traits, said)),
  usage: (chat, turn, said) => creditsCommand(chat, turn, { deed: 'usage', days: daysIn(chat.traits, said) }),
  check: checkSetup,
  preferences: (chat, turn, said) => preferencesCommand(chat, turn, preferencesIn(said)),
  presets: typedPresets,
  try: typedTaste,
  privacy: typedPrivacy,
  versions: typedVersions,
  rules: typedRules,
  pot: (chat, turn, said) => potCommand(chat, turn, potDeedIn(chat, said)),
};
