/** The last runs of each model, as far as anybody remembers: read by every price and card and before every question. */
import type { Redis } from 'ioredis';
import { type Learned, learnedFrom } from '../../learned/learned.ts';
import { type Run, runFrom, textOf } from '../../learned/run.ts';
import type { Keys } from '../keys.ts';

export type Runs = {
  /** Remembers a run; the last 200 of each model are kept. */
  addRun(model: string, run: Run): Promise<void>;
  /** What they say, the same for all who ask as long as no run has ended, and at most a second old. */
  learned(model: string): Promise<Learned>;
  /** The same as it was last read, at once; undefined where it was not yet. It is read again behind it. */
  learnedLast(model: string): Learned | undefined;
  /** How long they took, in order, in ms: whatever their work was. */
  durations(model: string): Promise<readonly number[]>;
};

type Read = { text: string; runs: readonly Run[]; learned: Learned; durations: readonly number[] };

const kept = 200;
/** The list is cut when it has grown by so many more, not each time. */
const spare = 50;
const freshMs = 1000;

export function createRuns(redis: Redis, keys: Keys): Runs {
  const asked = new Map<string, { at: number; read: Promise<Read> }>();
  const last = new Map<string, Read>();

  async function readAnew(model: string): Promise<Read> {
    const texts = await redis.lrange(keys.durations(model), 0, kept - 1);
    const text = texts.join('\n');
    const before = last.get(model);
    // Plans are made for a list, and prices from one: what has not changed is not learned again.
    if (before?.text === text) return before;
    const runs = texts.flatMap((each) => runFrom(each) ?? []);
    const durations = runs.map(({ ms }) => ms).sort((one, other) => one - other);
    const now = { text, runs, durations, learned: learnedFrom(runs) };
    last.set(model, now);
    return now;
  }

  function read(model: string): Promise<Read> {
    const now = performance.now();
    const before = asked.get(model);
    if (before && now - before.at < freshMs) return before.read;
    const entry = { at: now, read: readAnew(model) };
    asked.set(model, entry);
    entry.read.catch(() => asked.get(model) === entry && asked.delete(model));
    return entry.read;
  }

  return {
    async addRun(model, run) {
      const key = keys.durations(model);
      const length = await redis.lpush(key, textOf(run));
      if (length > kept + spare) await redis.ltrim(key, 0, kept - 1);
    },
    learned: async (model) => (await read(model)).learned,
    learnedLast(model) {
      // Whoever needs it to be there is told by what they ask for themselves.
      read(model).catch(() => undefined);
      return last.get(model)?.learned;
    },
    durations: async (model) => (await read(model)).durations,
  };
}
