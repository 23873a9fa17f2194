/** Trees of versions in Redis; see versions.lua. Kept as long as the records of their jobs, from the last version on. */
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Home } from '../../domain/versions/home.ts';
import { inOrder, mostVersions, type Numbered, type Tree, type Version } from '../../domain/versions/tree.ts';
import { keysFor } from '../keys.ts';

/** `contents`: what its result holds, by which it is known again as somebody's source. */
export type NewVersion = Omit<Version, 'number' | 'parent'> & {
  parentJob?: string | undefined;
  contents: string;
};

export type VoteAnswer = 'counted' | 'changed' | 'same' | 'withdrawn' | 'none' | 'gone';
/** `before`: of a vote that was changed, for which one it was until then. */
export type Voted = { answer: VoteAnswer; before?: Numbered | undefined };
export type PickAnswer = 'picked' | 'same' | 'told' | 'gone';

export type Trees = {
  /** The number of a job, which is given once; undefined where there are too many. */
  add(
    tree: string,
    home: Home,
    root: { name?: string | undefined },
    version: NewVersion,
  ): Promise<Numbered | undefined>;
  read(tree: string): Promise<Tree | undefined>;
  /** The tree in which a job has a number. */
  treeOf(job: string): Promise<string | undefined>;
  /** The job in a conversation whose result holds these contents. */
  jobWith(home: Home, contents: string): Promise<string | undefined>;
  /** Ids of the trees of a conversation, the one with the newest version first. */
  newest(home: Home, count: number): Promise<string[]>;
  /** One for each person; another one takes its place. */
  vote(tree: string, person: string, number: Numbered, on: boolean): Promise<Voted>;
  pick(tree: string, number: Numbered, by: string, at: number): Promise<PickAnswer>;
  /** What was picked is announced. */
  told(tree: string, number: Numbered): Promise<void>;
  /** Whether its message is to be one line; does nothing where there is no such version. */
  fold(tree: string, number: Numbered, folded: boolean): Promise<void>;
};

type Commands = { versionTree(...args: (string | number)[]): Promise<string> };

const rootSchema = z.object({
  platform: z.string(),
  scope: z.string(),
  home: z.string(),
  name: z.string().optional(),
});
const versionSchema = z.object({
  job: z.string(),
  requester: z.string(),
  did: z.string(),
  at: z.number(),
});
const pickedSchema = z.object({ number: z.string(), by: z.string(), at: z.number() });

const script = readFileSync(new URL('./versions.lua', import.meta.url), 'utf8');

/** ms. Longer than the records of jobs. */
const keptMs = 40 * 86_400_000;

export function createTrees(redis: Redis, prefix: string): Trees {
  redis.defineCommand('versionTree', { lua: script });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);
  const run = (names: readonly string[], wanted: object) =>
    commands.versionTree(names.length, ...names, JSON.stringify({ ...wanted, keptMs }));
  /** What only counts for a tree that is there. */
  const act = async <Answer extends string>(tree: string, wanted: object): Promise<Answer> =>
    // The script answers nothing else.
    (await run([keys.tree(tree)], wanted)) as Answer;

  return {
    async add(tree, home, root, { parentJob: parent, contents, ...version }) {
      const { job, at: now } = version;
      const names = [keys.tree(tree), keys.treeOf(job), keys.versionWith(home, contents), keys.trees(home)];
      const number = await run(names, {
        what: 'add',
        now,
        job,
        parent,
        tree,
        root: JSON.stringify({ ...home, ...root }),
        version: JSON.stringify(version),
        most: mostVersions,
      });
      return number === '' ? undefined : number;
    },
    async read(id) {
      const hash = await redis.hgetall(keys.tree(id));
      return hash.root === undefined ? undefined : treeFrom(id, hash.root, hash);
    },
    treeOf: async (job) => (await redis.get(keys.treeOf(job))) ?? undefined,
    jobWith: async (home, contents) => (await redis.get(keys.versionWith(home, contents))) ?? undefined,
    newest: (home, count) => redis.zrange(keys.trees(home), '0', String(count - 1), 'REV'),
    async vote(tree, person, number, on) {
      const said = await run([keys.tree(tree)], { what: 'vote', person, number, on });
      const [answer, before] = said.split(' ');
      // The script answers nothing else.
      return { answer: answer as VoteAnswer, before };
    },
    pick: (tree, number, by, at) =>
      act(tree, { what: 'pick', number, picked: JSON.stringify({ number, by, at }) }),
    async told(tree, number) {
      await act(tree, { what: 'told', number });
    },
    async fold(tree, number, folded) {
      await act(tree, { what: 'fold', number, folded });
    },
  };
}

function treeFrom(id: string, root: string, hash: Readonly<Record<string, string>>): Tree {
  const named = (kind: string) =>
    Object.entries(hash).flatMap(([field, text]) =>
      field.startsWith(`${kind} `) ? [[field.slice(kind.length + 1), text] as const] : [],
    );
  const versions = named('version')
    .map(([number, text]): Version => {
      const at = number.lastIndexOf('.');
      const parent = at < 0 ? {} : { parent: number.slice(0, at) };
      return { number, ...parent, ...versionSchema.parse(JSON.parse(text)) };
    })
    .sort((one, other) => inOrder(one.number, other.number));
  const { name, ...home } = rootSchema.parse(JSON.parse(root));
  return {
    id,
    ...home,
    name,
    versions,
    votes: new Map(named('vote')),
    folded: new Set(named('folded').map(([number]) => number)),
    picked: hash.picked === undefined ? undefined : pickedSchema.parse(JSON.parse(hash.picked)),
  };
}
