/** The entries of an account, those that went out of its stream among them as one. */
import type { Redis } from 'ioredis';
import type { Keys } from '../keys.ts';
import { type Entry, entrySchema, type Owner } from './account.ts';
import { pairs } from './stream-entry.ts';

export type Entries = {
  /** Newest first; all of them when `count` is left out. What is old is one entry, the last. */
  entries(owner: Owner, count?: number): Promise<Entry[]>;
};

/** What has gone out of the stream, see bounds/fold-account.lua. */
const foldedFields = ['foldedAllowance', 'foldedGranted', 'foldedAt'] as const;

export function createEntries(redis: Redis, keys: Keys): Entries {
  return {
    async entries(owner, count) {
      const { entries, account } = keys.ledger(owner);
      // Read in one step: an entry that goes out of the stream meanwhile would count twice, or not at all.
      const step = redis.multi();
      if (count === undefined) step.xrevrange(entries, '+', '-');
      else step.xrevrange(entries, '+', '-', 'COUNT', count);
      const [found, folded] = (await step.hmget(account, ...foldedFields).exec()) ?? [];
      if (found?.[0] || folded?.[0]) throw found?.[0] ?? folded?.[0];
      // As these two commands answer.
      const listed = (found?.[1] ?? []) as [id: string, fields: string[]][];
      const [allowance, granted, at] = (folded?.[1] ?? []) as (string | null)[];
      const all = listed.map(([, fields]) => entrySchema.parse(pairs(fields)));
      if (!at || (count !== undefined && all.length >= count)) return all;
      return [...all, entrySchema.parse({ kind: 'balance', at, allowance, granted })];
    },
  };
}
