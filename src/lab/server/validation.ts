/** What the provider makes of a submit's body, before any work. */
import type { Field } from '../../models/fields.ts';
import type { Model, Problem, Settings } from '../../models/model.ts';

export type Checked =
  | { ok: true; settings: Settings; source: string; base64: boolean }
  | {
      ok: false;
      text: string;
      /** Only values outside a fixed set are wrong: what the provider may refuse with 406 up front. */
      choicesOnly: boolean;
    };

/**
 * Checks a body against the model's own fields. Unknown keys are ignored, as the provider ignores them; numbers
 * may come as text. Clarity's source, which the provider makes optional with a demo picture, is demanded here: the
 * lab has no demo picture.
 */
export function check(model: Model, body: Readonly<Record<string, unknown>>): Checked {
  const settable = model.fields.filter((field) => field.kind !== 'media');
  const given: Record<string, unknown> = {};
  for (const { name } of settable) if (body[name] !== undefined) given[name] = body[name];

  const prepared = model.prepare(given);
  const problems: Problem[] = prepared.ok ? [] : [...prepared.problems];
  // `prepare` fills these in for a person; the provider refuses a body without them.
  for (const field of settable)
    if (field.required && body[field.name] === undefined) problems.push({ kind: 'missing', field });

  const source = body[model.media.name];
  if (typeof source !== 'string' || source === '') problems.push({ kind: 'missing', field: model.media });
  const base64 = body.base64 ?? false;
  if (typeof base64 !== 'boolean') return refused('base64: Input should be a valid boolean', false);

  if (prepared.ok && problems.length === 0 && typeof source === 'string')
    return { ok: true, settings: prepared.settings, source, base64 };
  return refused(
    problems.map(describe).join('; '),
    problems.every((problem) => problem.kind === 'wrong' && problem.field.kind === 'choice'),
  );
}

const refused = (text: string, choicesOnly: boolean): Checked => ({ ok: false, text, choicesOnly });

function describe(problem: Problem): string {
  if (problem.kind === 'unknown') return `${problem.name}: Unexpected field`;
  const { field } = problem;
  return problem.kind === 'missing'
    ? `${field.name}: Field required`
    : `${field.name}: Input should be ${allowed(field)}`;
}

function allowed(field: Field): string {
  switch (field.kind) {
    case 'number':
      return `${field.integer ? 'an integer' : 'a number'} from ${field.min} to ${field.max}`;
    case 'choice':
      return `one of ${field.options.map(({ value }) => value).join(', ')}`;
    case 'toggle':
      return 'a valid boolean';
    case 'text':
      return `a string of at most ${field.maxLength} characters`;
    case 'media':
      return 'a valid URL';
  }
}
