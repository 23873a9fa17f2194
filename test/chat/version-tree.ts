/** A tree of thirty versions by several people, and its outline: the same wherever it is read. */
import { createHash, randomBytes } from 'node:crypto';
import type { Job } from '../../src/core/domain/job.ts';
import { homeOf } from '../../src/core/domain/versions/home.ts';
import { createLog } from '../../src/core/log.ts';
import { keysFor } from '../../src/core/store/keys.ts';
import { connectRedis } from '../../src/core/store/redis.ts';
import { createTrees } from '../../src/core/store/versions/trees.ts';

const people = ['ann', 'bob', 'mod', 'lead'] as const;
type Planter = (typeof people)[number];
const deeds = ['Larger ×4', 'Creativity −2', 'Larger, new detail · Prompt changed', 'Smoother ×2'] as const;
/** By its place: from which place it was made; left out, from the source. */
const from = [
  ...[undefined, undefined, 0, 0, 2, 2, 4, 1, 1, undefined, 9, 10, 11, 12, 9, undefined, 15, 15, 15, 17],
  ...[undefined, 20, 21, 22, 0, 3, undefined, 26, 26, 28],
];
/** By place: who votes for it. */
const votes: readonly [place: number, who: Planter][] = [
  [4, 'ann'],
  [4, 'bob'],
  [11, 'lead'],
  [29, 'mod'],
];

/** As it reads below its heading, with an em space for each step down. */
export const outline = `
30 versions, 4 votes · one vote each
v1 from lake_(1).jpg: Larger ×4, by ann, 0 votes
  v1.1 from v1: Larger, new detail · Prompt changed, by mod, 0 votes
    v1.1.1 from v1.1: Larger ×4, by ann, 2 votes, picked by ann
      v1.1.1.1 from v1.1.1: Larger, new detail · Prompt changed, by mod, 0 votes
    v1.1.2 from v1.1: Creativity −2, by bob, 0 votes
  v1.2 from v1: Smoother ×2, by lead, 0 votes
    v1.2.1 from v1.2: Creativity −2, by bob, 0 votes
  v1.3 from v1: Larger ×4, by ann, 0 votes
v2 from lake_(1).jpg: Creativity −2, by bob, 0 votes
  v2.1 from v2: Smoother ×2, by lead, 0 votes
  v2.2 from v2: Larger ×4, by ann, 0 votes
v3 from lake_(1).jpg: Creativity −2, by bob, 0 votes
  v3.1 from v3: Larger, new detail · Prompt changed, by mod, 0 votes
    v3.1.1 from v3.1: Smoother ×2, by lead, 1 vote
      v3.1.1.1 from v3.1.1: Larger ×4, by ann, 0 votes
        v3.1.1.1.1 from v3.1.1.1: Creativity −2, by bob, 0 votes
  v3.2 from v3: Larger, new detail · Prompt changed, by mod, 0 votes
v4 from lake_(1).jpg: Smoother ×2, by lead, 0 votes
  v4.1 from v4: Larger ×4, by ann, 0 votes
  v4.2 from v4: Creativity −2, by bob, 0 votes
    v4.2.1 from v4.2: Smoother ×2, by lead, 0 votes
  v4.3 from v4: Larger, new detail · Prompt changed, by mod, 0 votes
v5 from lake_(1).jpg: Larger ×4, by ann, 0 votes
  v5.1 from v5: Creativity −2, by bob, 0 votes
    v5.1.1 from v5.1: Larger, new detail · Prompt changed, by mod, 0 votes
      v5.1.1.1 from v5.1.1: Smoother ×2, by lead, 0 votes
v6 from lake_(1).jpg: Larger, new detail · Prompt changed, by mod, 0 votes
  v6.1 from v6: Smoother ×2, by lead, 0 votes
  v6.2 from v6: Larger ×4, by ann, 0 votes
    v6.2.1 from v6.2: Creativity −2, by bob, 1 vote
`
  .trim()
  .replaceAll('  ', '\u2003');

export type Planted = { jobs: string[]; tree: string };

/**
 * Puts it there as the engine does. The first are jobs of the test's own; the others stand on copies of the first one's record.
 * @param own done, in one conversation, with results that stand there
 * @param tree left out: one that belongs to no file. @param size so many of them
 */
export async function plant(
  { redisUrl, prefix }: { redisUrl: string; prefix: string },
  own: readonly [Job, ...Job[]],
  personOf: (who: Planter) => string,
  tree = randomBytes(12).toString('hex'),
  size = from.length,
): Promise<Planted> {
  const redis = connectRedis(redisUrl, { log: createLog({ level: 'silent', human: false }) });
  try {
    const trees = createTrees(redis, prefix);
    const keys = keysFor(prefix);
    const [first] = own;
    const record = await redis.hgetall(keys.job(first.id));
    const jobs: string[] = [];
    for (const [place, parent] of from.slice(0, size).entries()) {
      const who = people[place % people.length] ?? 'ann';
      const id = own[place]?.id ?? createHash('sha256').update(`${tree} ${place}`).digest('hex').slice(0, 7);
      const requester = personOf(who);
      if (!own[place])
        await redis.hset(keys.job(id), {
          ...record,
          id: JSON.stringify(id),
          requester: JSON.stringify(requester),
        });
      jobs.push(id);
      const did = deeds[place % deeds.length] ?? deeds[0];
      const at = first.createdAt + place;
      const parentJob = parent === undefined ? undefined : jobs[parent];
      const version = { job: id, requester, did, at, contents: `${tree} ${place}`, parentJob };
      await trees.add(tree, homeOf(first), { name: 'lake_(1).jpg' }, version);
    }
    const { versions = [] } = (await trees.read(tree)) ?? {};
    const numberOf = (place: number) => versions.find(({ job }) => job === jobs[place])?.number ?? '';
    if (size < from.length) return { jobs, tree };
    for (const [place, who] of votes) await trees.vote(tree, personOf(who), numberOf(place), true);
    await trees.pick(tree, numberOf(4), personOf('ann'), first.createdAt);
    return { jobs, tree };
  } finally {
    redis.disconnect();
  }
}
