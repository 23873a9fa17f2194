/** Jobs whose cards stand before their records do: whoever asked for one can give it up already. */
import type { Redis } from 'ioredis';
import type { Person } from '../domain/command.ts';
import { keysFor } from './keys.ts';

type Owner = Pick<Person, 'platform' | 'scope' | 'requester'>;

export type ExpectedJobs = {
  /** A card with this id is about to stand; its job is expected for ten minutes. */
  expectJob(id: string, owner: Owner): Promise<void>;
  /** To be given up as soon as it is made. False where no job of theirs is expected under this id. */
  giveUpExpected(id: string, owner: Owner): Promise<boolean>;
  /** The job is made, and expected no more. Answers whether it is to be given up. */
  expectedCame(id: string): Promise<boolean>;
};

/** Longer than a source takes to be fetched. */
const expectedMs = 600_000;

export function createExpectedJobs(redis: Redis, prefix: string): ExpectedJobs {
  const keys = keysFor(prefix);
  const textOf = ({ platform, scope, requester }: Owner) => JSON.stringify([platform, scope, requester]);
  return {
    async expectJob(id, owner) {
      await redis.set(keys.expected(id), textOf(owner), 'PX', expectedMs);
    },
    async giveUpExpected(id, owner) {
      if ((await redis.get(keys.expected(id))) !== textOf(owner)) return false;
      await redis.set(keys.givenUp(id), '1', 'PX', expectedMs);
      return true;
    },
    async expectedCame(id) {
      const [givenUp] = await Promise.all([redis.exists(keys.givenUp(id)), redis.del(keys.expected(id))]);
      return givenUp === 1;
    },
  };
}
