/** Every kind of thing that people see, in the order of the page. */
import { albums } from './kinds/albums.ts';
import { credits, help } from './kinds/answers.ts';
import { choices } from './kinds/choices.ts';
import { ended, failing } from './kinds/ended.ts';
import { forms } from './kinds/forms.ts';
import { lists } from './kinds/lists.ts';
import { prices } from './kinds/prices.ts';
import { refusals } from './kinds/refusals.ts';
import { results } from './kinds/results.ts';
import { running } from './kinds/running.ts';
import { setUp } from './kinds/set-up.ts';
import { together } from './kinds/together.ts';
import type { Section } from './sample.ts';

export const sections: readonly Section[] = [
  running,
  albums,
  results,
  ended,
  prices,
  together,
  choices,
  forms,
  lists,
  help,
  credits,
  setUp,
  failing,
  refusals,
];
