/** What was made of results to be set beside their sources, so that it is made once: by job and type. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { ComparisonType } from '../domain/media-record.ts';
import { keysFor } from './keys.ts';

const recordSchema = z.object({
  name: z.string(),
  type: z.string(),
  bytes: z.number(),
  facts: z.object({ share: z.number(), ninth: z.number().nullable() }),
});
/** A kept file, and what was found: as `Compared` has them. */
export type ComparisonRecord = z.infer<typeof recordSchema>;

export type ComparisonStore = {
  read(id: string, type: ComparisonType): Promise<ComparisonRecord | undefined>;
  /** Until `keptMs` from now: by then the file is gone. */
  write(id: string, type: ComparisonType, record: ComparisonRecord): Promise<void>;
  /** Names of the files of a job, which are then no longer known. */
  take(id: string): Promise<string[]>;
};

/** @param options.keptMs how long files are kept */
export function createComparisonStore(
  redis: Redis,
  { prefix, keptMs }: { prefix: string; keptMs: number },
): ComparisonStore {
  const keys = keysFor(prefix);
  const from = (text: string) => recordSchema.parse(JSON.parse(text));
  return {
    async read(id, type) {
      const text = await redis.hget(keys.comparisons(id), type);
      return text === null ? undefined : from(text);
    },
    async write(id, type, record) {
      const key = keys.comparisons(id);
      await redis.multi().hset(key, type, JSON.stringify(record)).pexpire(key, keptMs).exec();
    },
    async take(id) {
      const all = await redis.hvals(keys.comparisons(id));
      await redis.del(keys.comparisons(id));
      return all.map((text) => from(text).name);
    },
  };
}
