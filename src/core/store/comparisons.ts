/** What was made of a job's files to be looked at, so that it is made once: comparisons by type, and copies. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { ComparisonType, CopyType } from '../domain/media-record.ts';
import { keysFor } from './keys.ts';

const recordSchema = z.object({
  name: z.string(),
  type: z.string(),
  bytes: z.number(),
  facts: z.object({ share: z.number(), ninth: z.number().nullable() }),
});
/** Null where none can be made. */
const copySchema = z.object({ name: z.string(), type: z.string(), bytes: z.number() }).nullable();
export type CopyRecord = z.infer<typeof copySchema>;
/** A kept file, and what was found: as `Compared` has them. */
export type ComparisonRecord = z.infer<typeof recordSchema>;

export type ComparisonStore = {
  read(id: string, type: ComparisonType): Promise<ComparisonRecord | undefined>;
  /** Until `keptMs` from now: by then the file is gone. */
  write(id: string, type: ComparisonType, record: ComparisonRecord): Promise<void>;
  /** Undefined where nobody has tried to make one. */
  readCopy(id: string, type: CopyType): Promise<CopyRecord | undefined>;
  /** As `write`. */
  writeCopy(id: string, type: CopyType, record: CopyRecord): Promise<void>;
  /** Names of the files of a job, which are then no longer known. */
  take(id: string): Promise<string[]>;
};

/** @param options.keptMs how long files are kept */
export function createComparisonStore(
  redis: Redis,
  { prefix, keptMs }: { prefix: string; keptMs: number },
): ComparisonStore {
  const keys = keysFor(prefix);
  async function read<Kept>(id: string, field: string, schema: z.ZodType<Kept>): Promise<Kept | undefined> {
    const text = await redis.hget(keys.comparisons(id), field);
    return text === null ? undefined : schema.parse(JSON.parse(text));
  }
  async function write(id: string, field: string, record: unknown): Promise<void> {
    const key = keys.comparisons(id);
    await redis.multi().hset(key, field, JSON.stringify(record)).pexpire(key, keptMs).exec();
  }
  const copyField = (type: CopyType) => `copy ${type}`;
  return {
    read: (id, type) => read(id, type, recordSchema),
    write,
    readCopy: (id, type) => read(id, copyField(type), copySchema),
    writeCopy: (id, type, record) => write(id, copyField(type), record),
    async take(id) {
      const all = await redis.hvals(keys.comparisons(id));
      await redis.del(keys.comparisons(id));
      return all.flatMap((text) => copySchema.parse(JSON.parse(text))?.name ?? []);
    },
  };
}
