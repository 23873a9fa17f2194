/** Everybody's newest jobs, as far as a list of them tells: not their prompts, links or files. */
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { createTtlCache } from '../../../async/ttl-cache.ts';
import { sourceNameOf } from '../../domain/file-names.ts';
import { isOver, jobSchema } from '../../domain/job.ts';
import type { Keys } from '../keys.ts';

const listedSchema = jobSchema.pick({
  state: true,
  phase: true,
  model: true,
  platform: true,
  scope: true,
  requester: true,
  createdAt: true,
  changedAt: true,
  price: true,
  hold: true,
  charged: true,
  submittedAt: true,
  resultAt: true,
  failure: true,
  notified: true,
  cancelRequested: true,
  source: true,
});
/** `sourceName`: what its source is called, for people. */
export type ListedJob = Omit<z.infer<typeof listedSchema>, 'source'> & {
  id: string;
  sourceName: string | undefined;
};

export type NewestJobs = {
  /**
   * The newest first, at most so many: one command for their ids, and one for each that is not over or was not seen by this
   * process yet, all of them sent together. Records that are gone are left out.
   * @param after the id of one: of those that are older. `next`: what to ask for those after them.
   */
  newest(atMost: number, after?: string): Promise<{ jobs: ListedJob[]; next: string | undefined }>;
  /** One of them, however old. */
  listed(id: string): Promise<ListedJob | undefined>;
  /** How many are not over or whose person is not told yet, and since when the first of them should have been looked at. */
  onTheWay(): Promise<{ count: number; firstDue: number | undefined }>;
};

const names = Object.keys(listedSchema.shape);
/** What a list tells of a job that is over and told of does not change any more. */
const mostKept = 4000;
/** ms. What leaves its record with its files is not known here for much longer. */
const keptMs = 3_600_000;
/** What could not be posted may be posted after all. */
const mayGoOn = ({ state, hold }: ListedJob) => state === 'failed' && hold === 'settled';

export function createNewestJobs(redis: Redis, keys: Keys): NewestJobs {
  const known = new LRUCache<string, ListedJob>({ max: mostKept, ttl: keptMs });

  async function read(id: string): Promise<ListedJob | undefined> {
    const texts = await redis.hmget(keys.job(id), ...names);
    const found = names.flatMap((name, index) => {
      const text = texts[index] ?? null;
      return text === null ? [] : [[name, JSON.parse(text)] as const];
    });
    if (found.length === 0) return undefined;
    const { source, ...rest } = listedSchema.parse(Object.fromEntries(found));
    const job = { id, ...rest, sourceName: sourceNameOf(source) };
    if (isOver(job.state) && job.notified && !mayGoOn(job)) known.set(id, job);
    return job;
  }
  const listed = async (id: string) => known.get(id) ?? read(id);

  // A page that asks for the same twice is answered once.
  const asked = createTtlCache<Awaited<ReturnType<NewestJobs['newest']>>>({
    clock: Date.now,
    keepMs: () => 0,
    most: 10,
  });
  async function newest(atMost: number, after: string | undefined) {
    const place = after === undefined ? -1 : await redis.zrevrank(keys.newest, after);
    if (place === null) return { jobs: [], next: undefined };
    const ids = await redis.zrange(keys.newest, String(place + 1), String(place + atMost), 'REV');
    const jobs = (await Promise.all(ids.map(listed))).filter((job) => job !== undefined);
    return { jobs, next: ids.length < atMost ? undefined : ids.at(-1) };
  }

  return {
    listed,
    newest: (atMost, after) => asked.get(JSON.stringify([atMost, after]), () => newest(atMost, after)),
    async onTheWay() {
      const [count, [, due]] = await Promise.all([
        redis.zcard(keys.due),
        redis.zrange(keys.due, '0', '0', 'WITHSCORES'),
      ]);
      return { count, firstDue: due === undefined ? undefined : Number(due) };
    },
  };
}
