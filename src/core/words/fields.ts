/** What a field takes, and what is wrong with what it was given. */
import type { Field } from '../../models/fields.ts';
import type { Problem } from '../../models/model.ts';
import { list, quoted } from './amounts.ts';

/** What a field takes: `2, 4 or 8`, `a whole number from 10 to 100`. Used in help and in refusals alike. */
export function accepts(field: Field): string {
  switch (field.kind) {
    case 'media':
      return field.medium === 'image' ? 'a picture' : 'a video';
    case 'text':
      return `text of at most ${field.maxLength} characters`;
    case 'number':
      return `a ${field.integer ? 'whole ' : ''}number from ${field.min} to ${field.max}`;
    case 'choice':
      return list(field.options.map(({ value }) => value));
    case 'toggle':
      return 'yes or no';
  }
}

/** One sentence for one thing wrong with a person's settings. */
export function problem(it: Problem): string {
  switch (it.kind) {
    case 'unknown':
      return `There is no setting called ${quoted(it.name)}.`;
    case 'missing':
      return `${it.field.name} is needed: ${accepts(it.field)}.`;
    case 'wrong':
      return `${it.field.name} must be ${accepts(it.field)}, not ${quoted(it.given)}.`;
  }
}
