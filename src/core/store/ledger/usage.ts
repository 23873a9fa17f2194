/** What was used in a scope, and the notices that its budget comes near its end. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { costLimitNames } from '../../domain/limits.ts';
import type { Keys } from '../keys.ts';

const noticeSchema = z.object({
  platform: z.string(),
  scope: z.string(),
  kind: z.enum(['warned', 'stopped', 'low']),
  spent: z.number(),
  budget: z.number(),
  limit: z.enum(costLimitNames).optional(),
});
/** The budget of a scope has come near its end, or has reached it; or a `limit` of the owner's money. `low`: so much is left at the provider. */
export type Notice = z.infer<typeof noticeSchema>;

/**
 * What one person did with one model in one day; `cost` is what the provider reported. `lab`: jobs for which the lab stood
 * in, counted nowhere else; older records have them among the others. `different`: results that were not as expected, the
 * lab's among them.
 */
export type UsageRow = {
  day: string;
  person: string;
  model: string;
  jobs: number;
  charged: number;
  cost: number;
  lab?: number;
  different?: number;
};

export type UsageBooks = {
  usage(scope: string, days: readonly string[]): Promise<UsageRow[]>;
  /** Of models whose last runs all took more than their price: how many in a row. */
  above(scope: string): Promise<Map<string, number>>;
  notice(it: Notice): Promise<void>;
  notices(): Promise<{ notice: Notice; done: () => Promise<void> }[]>;
};

export function createUsageBooks(redis: Redis, keys: Keys): UsageBooks {
  return {
    async usage(scope, days) {
      const found = await Promise.all(days.map((day) => redis.hgetall(keys.usage(scope, day))));
      return found.flatMap((hash, index) => usageOf(days[index] ?? '', hash));
    },

    async above(scope) {
      const found = Object.entries(await redis.hgetall(keys.ledger({ scope, requester: '' }).scope));
      return new Map(
        found.flatMap(([name, runs]) => {
          const [, model] = /^above (.+)$/s.exec(name) ?? [];
          return model === undefined ? [] : [[model, Number(runs)]];
        }),
      );
    },

    async notice(it) {
      await redis.sadd(keys.notices, JSON.stringify(it));
    },

    async notices() {
      const found = await redis.smembers(keys.notices);
      return found.map((text) => ({
        notice: noticeSchema.parse(JSON.parse(text)),
        done: async () => {
          await redis.srem(keys.notices, text);
        },
      }));
    },
  };
}

const whoSchema = z.tuple([z.string(), z.string()]);

function usageOf(day: string, hash: Readonly<Record<string, string>>): UsageRow[] {
  const rows = new Map<string, UsageRow>();
  for (const [field, value] of Object.entries(hash)) {
    const [, kind, who = ''] = /^(jobs|charged|cost|lab|different) (.*)$/s.exec(field) ?? [];
    if (kind === undefined) continue;
    const [person, model] = whoSchema.parse(JSON.parse(who));
    const row = rows.get(who) ?? { day, person, model, jobs: 0, charged: 0, cost: 0 };
    rows.set(who, { ...row, [kind]: Number(value) });
  }
  return [...rows.values()];
}
