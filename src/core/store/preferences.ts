/** What people have chosen for their own results, by place. */
import type { Redis } from 'ioredis';
import type { Person } from '../domain/command.ts';
import { type Preferences, preferencesSchema } from '../domain/comparing.ts';
import { keysFor } from './keys.ts';

type Owner = Pick<Person, 'scope' | 'requester'>;

export type PreferenceStore = {
  read(owner: Owner): Promise<Preferences>;
  /** Undefined takes a choice back. */
  write(owner: Owner, changes: { [name in keyof Preferences]: Preferences[name] | undefined }): Promise<void>;
};

export function createPreferenceStore(redis: Redis, { prefix }: { prefix: string }): PreferenceStore {
  const keys = keysFor(prefix);
  return {
    // What an other version knew is passed over.
    read: async (owner) =>
      preferencesSchema.safeParse(await redis.hgetall(keys.preferences(owner))).data ?? {},
    async write(owner, changes) {
      const step = redis.multi();
      for (const [name, value] of Object.entries(changes))
        if (value === undefined) step.hdel(keys.preferences(owner), name);
        else step.hset(keys.preferences(owner), name, value);
      await step.exec();
    },
  };
}
