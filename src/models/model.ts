/** What a model is: what a person may set, what it costs, what goes in and out, and what the provider is sent. */
import { z } from 'zod';
import { type Field, fieldsOf, type MediaField, type Medium, type Value } from './fields.ts';
import { fromText } from './typed-text.ts';

/** A model's settings without its media: checked, complete, JSON. */
export type Settings = Readonly<Record<string, Value>>;

/** One thing that is wrong with what a person asked for; core's words say it. */
export type Problem =
  | { kind: 'unknown'; name: string }
  | { kind: 'missing'; field: Field }
  | { kind: 'wrong'; field: Field; given: unknown };

export type Prepared = { ok: true; settings: Settings } | { ok: false; problems: Problem[] };

/** One submit: `POST /v2/{slug}` with a flat JSON body. */
export type Request = { slug: string; body: Record<string, Value> };

/** Pixels; a video has seconds and frames per second. */
export type Shape = { width: number; height: number; seconds?: number; fps?: number };

export type Model = {
  /** The provider's slug. */
  name: string;
  /** The user-facing command, e.g. `upscale`. */
  command: string;
  title: string;
  summary: string;
  /** What people say instead of its command: a word, or several with any small words between, as in `bring to life`. */
  words?: readonly string[];
  takes: Medium;
  gives: Medium;
  fields: readonly Field[];
  /** The one field that takes the source. */
  media: MediaField;
  /** The name of a model that does about the same for less. */
  instead?: string;
  /** What a result of this source will be like; left out where nobody can say. */
  expect?(settings: Settings, source: Shape): Shape;
  /** Thousandths of a credit; 1 credit = 1 US cent. */
  price: number;
  /** From submit, in ms: past it a job is called overdue. It ends only when the provider forgets it. */
  deadlineMs: number;
  /** The provider's published average in ms; undefined where it publishes none. */
  usualMs: number | undefined;
  /** Checks and completes what a person set. Numbers and booleans may come as text; `''` means not set. */
  prepare(raw: Readonly<Record<string, unknown>>): Prepared;
  /**
   * The request for settings that `prepare` returned and a source the provider can fetch.
   * `asNumbers` names fields as `model.field` whose number is to be sent as a number although the provider's
   * own sample sends text.
   */
  request(settings: Settings, sourceUrl: string, asNumbers?: readonly string[]): Request;
};

/** A media parameter: a link on the wire, an attachment or a link for a person. */
export const media = (
  medium: Medium,
  title: string,
  description: string,
  limits: { maxSeconds?: number } = {},
) => z.url().meta({ medium, title, description, ...limits });

/** The same, so many times wider and higher. */
export const larger = (source: Shape, times: number): Shape => ({
  ...source,
  width: source.width * times,
  height: source.height * times,
});

/** A parameter that is always sent with this value and never offered. */
export const constant = <V extends Value>(value: V) => z.literal(value).default(value as never);

type Definition = Omit<Model, 'fields' | 'media' | 'takes' | 'prepare' | 'request' | 'usualMs'> & {
  usualMs?: number;
  schema: z.ZodObject;
};

/** @throws Error naming model and field when a surface could not draw it. */
export function defineModel({ schema, usualMs, ...facts }: Definition): Model {
  const named = (error: unknown) =>
    new Error(`model ${facts.name}: ${error instanceof Error ? error.message : error}`);
  const fields = attempt(() => fieldsOf(schema), named);
  const sources = fields.filter((field) => field.kind === 'media');
  const [source] = sources;
  if (!source || sources.length > 1) throw named('takes exactly one media field');

  const settingsSchema = schema.omit({ [source.name]: true } as Record<string, true>);
  const shape: Readonly<Record<string, z.core.$ZodType>> = settingsSchema.shape;
  const settable = new Map(fields.filter((field) => field !== source).map((field) => [field.name, field]));

  return {
    ...facts,
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
        const hidden = field ? undefined : shape[name];
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
