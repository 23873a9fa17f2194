/** `preferences`: what somebody chooses for their own results, such as that they are set beside their sources by themselves. */
import { type PreferenceName, type Preferences, preferences } from '../../core/domain/comparing.ts';
import type { Chat } from '../chat.ts';
import { Refusal } from '../reply.ts';
import type { Found } from '../request.ts';
import type { Turn } from '../turn.ts';
import { commandWords as words } from './words.ts';

/** As typed; `default` takes a choice back. */
export type PreferenceChanges = Partial<Record<PreferenceName, string>>;

const names = Object.keys(preferences) as PreferenceName[]; // The record has exactly these keys.
const asInThePlace = 'default';

/** Sets what is given, and answers how it is then. @throws Refusal with what is wrong; then nothing is set */
export async function preferencesCommand<F extends Found>(
  { requests: { comparing } }: Pick<Chat, 'requests'>,
  turn: Turn<F>,
  changes: PreferenceChanges,
): Promise<void> {
  const given = names.flatMap((name) => {
    const value = changes[name]?.toLowerCase();
    return value === undefined
      ? []
      : [[name, value === asInThePlace ? undefined : known(name, value)] as const];
  });
  if (given.length > 0) await comparing.choose(turn.asker, Object.fromEntries(given));
  const [now, chosen] = await Promise.all([comparing.of(turn.asker), comparing.chosen(turn.asker)]);
  await turn.reply({
    kind: 'lines',
    lines: ({ bold }) => [
      bold(words.preferences),
      ...names.map((name) =>
        words.preference(name, now[name], { own: chosen[name], place: now.place[name] }),
      ),
    ],
  });
}

/** Undefined only where it is none. @throws Refusal */
function known(name: PreferenceName, value: string): Preferences[PreferenceName] {
  const found = preferences[name].find((each) => each === value);
  if (found === undefined)
    throw new Refusal(words.preferenceWrong(name, value, [...preferences[name], asInThePlace]));
  // One of those that the record has for this name.
  return found as Preferences[PreferenceName];
}

/** `compare=always motion=reduced`, `compare always`. @throws Refusal */
export function preferencesIn(said: readonly string[]): PreferenceChanges {
  const words = said
    .join(' ')
    .toLowerCase()
    .replaceAll(/\s*=\s*|\s+/g, ' ')
    .split(' ')
    .filter(Boolean);
  const changes: PreferenceChanges = {};
  for (let at = 0; at < words.length; at += 2) {
    const name = names.find((each) => each === words[at]);
    if (name === undefined) throw new Refusal(noPreference(words[at] ?? ''));
    changes[name] = words[at + 1] ?? '';
  }
  return changes;
}

const noPreference = (given: string) => words.noPreference(given, names);
