/** What Slack answers when it will not. */
import type { z } from 'zod';

/** An answer of `ok: false`; `error` is Slack's own name for it. */
export class Refusal extends Error {
  readonly error: string;
  readonly more: Record<string, unknown>;
  /** What was wrong with the body, for `violations`. */
  readonly issues: readonly string[];
  constructor(error: string, more: Record<string, unknown> = {}, issues: readonly string[] = []) {
    super(error);
    this.error = error;
    this.more = more;
    this.issues = issues;
  }
}

/** One thing that is wrong with a body, e.g. at `['blocks', 0, 'text']`. */
export type Issue = { path: readonly PropertyKey[]; message: string };

/** `invalid_blocks`, `invalid_arguments` and such, with the places as JSON pointers as Slack writes them. */
export function invalid(error: string, issues: readonly Issue[]): Refusal {
  const messages = issues.map(
    ({ path, message }) => `[ERROR] ${message} [json-pointer:/${path.map(String).join('/')}]`,
  );
  return new Refusal(error, { response_metadata: { messages } }, messages);
}

/**
 * `value` as the schema has it; `at` is where it stood in the arguments.
 * @throws Refusal `error` with the places
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  error = 'invalid_arguments',
  at: readonly PropertyKey[] = [],
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(
    error,
    parsed.error.issues.map(({ path, message }) => ({ path: [...at, ...path], message })),
  );
}
