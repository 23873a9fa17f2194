/**
 * What breaks a rule today, as the rule reports it. A line goes with what it names: one that names nothing any more fails
 * the test, and none is added.
 */
import type { RuleName } from './rules.ts';

export const exceptions: { readonly [Name in RuleName]?: readonly string[] } = {};

/** Files of more than 150 lines, and how long they may be; a number comes down with its file. */
export const ceilings: Readonly<Record<string, number>> = {
  'src/core/inspect/inspection.ts': 158,
  'src/core/jobs/quotes.ts': 152,
  'src/core/provider/provider.ts': 176,
  'src/models/fields.ts': 151,
  'src/models/model.ts': 163,
};
