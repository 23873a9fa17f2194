/** What the owner of a scope has set, and what admins did. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from '../keys.ts';
import { pairs } from './stream-entry.ts';

const auditSchema = z.object({
  what: z.enum(['grant', 'revoke', 'set']),
  at: z.coerce.number(),
  by: z.string(),
  person: z.string().optional(),
  amount: z.coerce.number().optional(),
  reason: z.string().optional(),
  /** Of `set`: what (see `fieldFor` in domain/policy.ts) and, in JSON, to which value; empty when it was taken out. */
  name: z.string().optional(),
  to: z.string().optional(),
});
export type AuditLine = z.infer<typeof auditSchema>;

export type Policies = {
  policy(scope: string): Promise<Record<string, string>>;
  /** Sets what the scope's owner allows (see `domain/policy.ts`); undefined takes a line out. It is kept who did. */
  setPolicy(scope: string, by: string, changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** What admins did, newest first. */
  audit(scope: string, count: number): Promise<AuditLine[]>;
};

export function createPolicies(redis: Redis, { keys, clock }: { keys: Keys; clock: () => number }): Policies {
  return {
    policy: (scope) => redis.hgetall(keys.policy(scope)),

    async setPolicy(scope, by, changes) {
      const step = redis.multi();
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) step.hdel(keys.policy(scope), name);
        else step.hset(keys.policy(scope), name, JSON.stringify(value));
        const to = value === undefined ? '' : JSON.stringify(value);
        step.xadd(keys.audit(scope), '*', 'what', 'set', 'at', clock(), 'by', by, 'name', name, 'to', to);
      }
      await step.exec();
    },

    async audit(scope, count) {
      const found = await redis.xrevrange(keys.audit(scope), '+', '-', 'COUNT', count);
      return found.map(([, fields]) => auditSchema.parse(pairs(fields)));
    },
  };
}
