/** Makes a model from its schema and its facts. */
import { z } from 'zod';
import { fieldsOf, type Medium, type Value } from './fields.ts';
import type { Model, Problem, Settings, Shape } from './model.ts';
import { fromText } from './typed-text.ts';

/** A media parameter: a link on the wire, an attachment or a link for a person. */
export const media = (
  medium: Medium,
  title: string,
  description: string,
  limits: { maxSeconds?: number } = {},
) => z.url().meta({ medium, title, description, ...limits });

/** So many times wider and higher. */
export const larger = ({ width, height }: Shape, times: number) => ({
  width: width * times,
  height: height * times,
});

/** A parameter that is always sent with this value and never offered. */
export const constant = <V extends Value>(value: V) => z.literal(value).default(value as never);

type Definition = Omit<Model, 'title' | 'fields' | 'media' | 'takes' | 'prepare' | 'request' | 'usualMs'> & {
  usualMs?: number;
  /** Who made it, or what it is called elsewhere: `ESRGAN`. */
  maker: string;
  schema: z.ZodObject;
};

/** @throws Error naming model and field when a surface could not draw it. */
export function defineModel({ schema, usualMs, maker, ...facts }: Definition): Model {
  const named = (error: unknown) =>
    new Error(`model ${facts.name}: ${error instanceof Error ? error.message : error}`);
  const fields = attempt(() => fieldsOf(schema), named);
  const sources = fields.filter((field) => field.kind === 'media');
  const [source] = sources;
  if (!source || sources.length > 1) throw named('takes exactly one media field');
  if (facts.main !== undefined && !fields.some(({ name }) => name === facts.main))
    throw named(`has no field ${facts.main}`);

  const settingsSchema = schema.omit({ [source.name]: true } as Record<string, true>);
  const shape: Readonly<Record<string, z.core.$ZodType>> = settingsSchema.shape;
  const settable = new Map(fields.filter((field) => field !== source).map((field) => [field.name, field]));

  return {
    ...facts,
    title: `${facts.does} (${maker})`,
    usualMs,
    fields,
    media: source,
    takes: source.medium,

    prepare(raw) {
      const problems: Problem[] = [];
      const read: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(raw)) {
        const field = settable.get(name);
        // What an earlier call completed may come again: its constants are no mistake.
        const hidden = !field && Object.hasOwn(shape, name) ? shape[name] : undefined;
        if (hidden && z.safeParse(hidden, value).success) continue;
        if (!field) problems.push({ kind: 'unknown', name });
        else if (value !== undefined && value !== null && value !== '') read[name] = fromText(field, value);
      }
      for (const field of settable.values())
        if (field.kind !== 'media' && field.required && read[field.name] === undefined)
          read[field.name] = field.default;

      const parsed = settingsSchema.safeParse(read);
      const wrong = new Set(parsed.error?.issues.map((issue) => settable.get(String(issue.path[0]))));
      for (const field of wrong) {
        if (!field) continue;
        const given = raw[field.name];
        problems.push(
          read[field.name] === undefined ? { kind: 'missing', field } : { kind: 'wrong', field, given },
        );
      }
      if (problems.length > 0 || !parsed.success) return { ok: false, problems };
      // The registry of fields holds text, numbers, choices and toggles only, so every value is a scalar.
      return { ok: true, settings: parsed.data as Settings };
    },

    request(settings, sourceUrl, asNumbers = []) {
      const body: Record<string, Value> = { ...settings, [source.name]: sourceUrl };
      for (const field of fields)
        if (
          field.kind === 'choice' &&
          field.wire === 'text' &&
          !asNumbers.includes(`${facts.name}.${field.name}`)
        )
          body[field.name] = String(body[field.name]);
      return { slug: facts.name, body };
    },
  };
}

function attempt<T>(run: () => T, named: (error: unknown) => Error): T {
  try {
    return run();
  } catch (error) {
    throw named(error);
  }
}
