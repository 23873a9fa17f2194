/** What a chat may ask of the engine about results beside their sources. */
import type { Person } from '../domain/command.ts';
import type { Comparing, Preferences } from '../domain/comparing.ts';

type Whose = Pick<Person, 'platform' | 'scope' | 'requester'>;

export type ComparingService = {
  /** By what their place allows and what they have chosen. `place`: by the former alone. */
  of(whose: Whose): Promise<Comparing & { place: Comparing }>;
  chosen(whose: Whose): Promise<Preferences>;
  /** Undefined takes a choice back. */
  choose(
    whose: Whose,
    changes: { [name in keyof Preferences]: Preferences[name] | undefined },
  ): Promise<void>;
};
