/** The pot of a scope, and what it may pay for. Its account, and that of a chip-in, are accounts in the scope like anybody's. */
import { z } from 'zod';

/** No platform gives a person such an id. */
export const potAccount = '~pot';
export const chipAccount = (id: string): string => `~chip:${id}`;

/** Whether the pot pays, or several together; undefined where it is its person. */
export const payerKind = (payer: string | undefined): 'pot' | 'several' | undefined =>
  payer === undefined ? undefined : payer === potAccount ? 'pot' : 'several';

const rulesSchema = z.object({ most: z.number(), approvals: z.number() });
/** `most`: thousandths of a credit for one job, 0 is off. `approvals`: by so many others before it pays. */
export type PotRules = z.infer<typeof rulesSchema>;

/** Nothing is paid from a pot before an admin has said how much. */
const noRules: PotRules = { most: 0, approvals: 0 };
export const mostApprovals = 3;

/** How they stand among what the owner of a scope has set, see `Policies`. */
export const potField = 'pot';

export function potRulesFrom(policy: Readonly<Record<string, string>>): PotRules {
  const kept = policy[potField];
  return kept === undefined ? noRules : (rulesSchema.safeParse(JSON.parse(kept)).data ?? noRules);
}
