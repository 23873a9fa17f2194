/** What settings are made of, for the program's own and for those that each platform brings. */
import { z } from 'zod';
import { pricesFrom } from '../core/credits/prices.ts';
import { creditsFrom } from '../core/domain/limits.ts';

const noOrigin = 'must be a web address such as https://example.org';
/** Without the slashes at its end. */
export const origin = z
  .url({ protocol: /^https?$/, error: noOrigin, abort: true })
  .refine((text) => !/[?#@]/.test(text), noOrigin)
  .transform((text) => text.replace(/\/+$/, ''));

export const count = (smallest: number, largest: number) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int()
    .min(smallest, `must be at least ${smallest}`)
    .max(largest, `must be at most ${largest}`);

/** `a, b`; none where nothing is set. */
export const names = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((name) => name.trim() || []));

export const toggle = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .default('false')
  .transform((text) => text === 'true');

export const logLevel = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug'], {
  error: 'must be silent, fatal, error, warn, info or debug',
});

/** An amount of credits, or `none` for no limit; in thousandths of a credit. */
export const credits = z.string().transform((text, context) => {
  try {
    return creditsFrom(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a number of credits such as 50, or none' });
    return z.NEVER;
  }
});

/** As `pricesFrom` reads them. */
export const prices = z
  .string()
  .default('')
  .transform((text, context) => {
    try {
      return pricesFrom(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });

/** It travels in a header, where other characters would break the request and not name the reason. */
export const secret = z.string().regex(/^[!-~]+$/, 'must be letters, digits and signs without spaces');

/** A secret that says what it is by how it begins. */
export const tokenLike = (start: string) =>
  secret.refine((text) => text.startsWith(start), `must be the token that begins with ${start}`).optional();

/** The variables of a platform, as they are set: trimmed, not checked, and left out where they are empty. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What a platform reads from the environment. */
export type PlatformSettings<Made> = {
  /** Every variable, in the order of the README's table. */
  names: readonly string[];
  /** `made`: undefined where it is not connected, or something is wrong. Each mistake begins with its variable. */
  read(set: Variables, listens: boolean): { made: Made | undefined; mistakes: string[] };
};

/**
 * @param it.mistakes what does not go together; `listens`: this process is to hear people there.
 * @param it.made from what is right by itself; undefined: not connected.
 */
export const platformSettings = <Shape extends z.ZodRawShape, Made>(it: {
  variables: z.ZodObject<Shape>;
  mistakes?: (set: Variables, listens: boolean) => string[];
  made: (values: z.output<z.ZodObject<Shape>>) => Made | undefined;
}): PlatformSettings<Made> => ({
  names: Object.keys(it.variables.shape),
  read(set, listens) {
    const parsed = it.variables.safeParse(set);
    const mistakes = [...mistakesIn(parsed.error), ...(it.mistakes?.(set, listens) ?? [])];
    return { made: parsed.success && mistakes.length === 0 ? it.made(parsed.data) : undefined, mistakes };
  },
});

/** Without the values: one may be a secret. */
export const mistakesIn = (error: z.ZodError | undefined): string[] =>
  error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`) ?? [];
