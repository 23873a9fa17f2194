/** `npm run usage`: who used what, as a table on the screen and as a picture in a file. */
import { randomUUID } from 'node:crypto';
import { extname, resolve } from 'node:path';
import { Command } from 'commander';
import type { CreditsService } from '../../../core/credits/service.ts';
import { byModelLines, usageLines } from '../../../core/credits/words/usage.ts';
import { ArgumentError, parseFlags } from '../flags.ts';
import { usageJson } from '../json.ts';
import { checkOut } from '../out.ts';
import { type As, personFrom } from '../person.ts';
import { save, whyNotSaved } from '../save.ts';
import { terminalWords as words } from '../words.ts';

/** A quarter; the ledger keeps a year and a month. */
const mostDays = 92;
/** A screen has more room than a chat's message. */
const mostRows = 100;

export type UsageAsked = {
  days: number;
  /** Absolute. */
  out: string;
  person: As;
  json: boolean;
};

/** @param folder where the person is. @throws ArgumentError */
export function readUsage(args: readonly string[], folder: string): UsageAsked {
  const program = new Command()
    .option('--days <days>')
    .option('--out <file>')
    .option('--as <person>')
    .option('--json')
    .allowExcessArguments(false);
  parseFlags(program, args);
  const {
    days = '30',
    out = 'usage.png',
    as,
    json,
  } = program.opts<{ [flag in 'days' | 'out' | 'as']?: string } & { json?: true }>();
  if (!/^\d{1,3}$/.test(days) || Number(days) < 1 || Number(days) > mostDays)
    throw new ArgumentError(words.daysWrong(days, mostDays));
  if (extname(out).toLowerCase() !== '.png') throw new ArgumentError(words.pictureEnding(out));
  return {
    days: Number(days),
    out: resolve(folder, out),
    json: json === true,
    person: { as, limit: undefined },
  };
}

/** Prints the table, saves the picture, and says what it shows. @throws Failure not-admin, or ArgumentError where it cannot be saved. */
export async function usage(
  asked: UsageAsked,
  { credits, user, print }: { credits: CreditsService; user: string; print: (text: string) => void },
): Promise<0> {
  await checkOut({ path: asked.out, exact: true });
  const found = await credits.usage(personFrom(asked.person, user), asked.days);
  const path = await save(await found.picture(), { path: asked.out }, randomUUID()).catch(
    (error: unknown) => {
      throw new ArgumentError(words.cannotSave(whyNotSaved(error, asked.out) ?? String(error)), {
        cause: error,
      });
    },
  );
  if (asked.json) print(JSON.stringify(usageJson(found, path), null, 2));
  else
    print(
      [...usageLines(found, undefined, mostRows), ...byModelLines(found), words.saved(path), found.alt].join(
        '\n',
      ),
    );
  return 0;
}
