/** An account, its entries and the holds on it. Amounts in thousandths of a credit. */
import { z } from 'zod';

export type Owner = { scope: string; requester: string };

export type Account = {
  /** What is left of the period's allowance; below zero where there is no limit: then it is what was spent. */
  allowance: number;
  /** Lasting credits. */
  granted: number;
  /** Held by jobs on their way, no part of the two above. */
  reserved: number;
  /** Of the allowance, in this period, with what is reserved. */
  used: number;
  period: string;
  today: number;
  /** The allowance of a period; null is without limit. */
  limit: number | null;
};

export const entrySchema = z.object({
  kind: z.enum([
    'refill',
    'expire',
    'grant',
    'revoke',
    'reserve',
    'settle',
    'release',
    'pledge',
    'back',
    'give',
    'balance',
  ]),
  at: z.coerce.number(),
  allowance: z.coerce.number(),
  granted: z.coerce.number(),
  job: z.string().optional(),
  charged: z.coerce.number().optional(),
  /** What several pay for together. */
  purchase: z.string().optional(),
  by: z.string().optional(),
  person: z.string().optional(),
  reason: z.string().optional(),
});
/** One change of an account; `allowance` and `granted` are what was added to each. `balance`: all that were before, together. */
export type Entry = z.infer<typeof entrySchema>;

export const holdSchema = z.object({
  scope: z.string(),
  person: z.string(),
  payer: z.string().optional(),
  price: z.number(),
});
/** `payer`: whose account it is, where that is not the requester's. */
export type Hold = { id: string; scope: string; requester: string; payer?: string; price: number };

/**
 * When, by the calendar of the scope, and the allowance. `keepLimit`: the account's last allowance goes before this one,
 * for a look at somebody whose groups are not known.
 */
export type Present = { period: string; monthly: number | null; keepLimit?: true };
