/** When somebody must look at a job: one set for all of them, in ms since 1970. */
import type { Redis } from 'ioredis';
import type { Log } from '../../log.ts';
import type { Keys } from '../keys.ts';
import { type Question, questionFields, questionFrom } from './question.ts';

export type DueTimes = {
  /** Takes an id whose record is gone out of the due set. */
  forget(id: string): Promise<void>;
  /** What is due, claimed for `leaseMs`, and when the next is. `question` is left out where the record is gone. */
  claim(
    atMost: number,
    leaseMs: number,
  ): Promise<{ claimed: { id: string; question?: Question }[]; next: number | undefined }>;
  /**
   * Looks at a claimed job again at this time, for nothing about it has changed. Written a little later, with those of
   * others: one that ended meanwhile does not come back, and one that somebody wants looked at sooner is. A time that is
   * lost comes due when the claim ends.
   */
  postpone(id: string, due: number): void;
  /** When the next job is due. */
  nextDue(): Promise<number | undefined>;
  /** Ids of all jobs that somebody must still look at, the earliest due first. */
  live(): Promise<string[]>;
  /** When somebody must look at it; undefined when nobody must. */
  dueAt(id: string): Promise<number | undefined>;
  /** The same of all jobs that somebody must still look at. */
  dueTimes(): Promise<ReadonlyMap<string, number>>;
};

type Claimed = [next: string, [id: string, texts: (string | null)[]][]];
type Commands = { claimDue(...args: (string | number)[]): Promise<Claimed> };

/** Postponed times are put together for so long. */
const togetherMs = 10;
/** Written with one command. */
const mostTogether = 500;

/** KEYS: due set, record. ARGV: id. */
const forgetGone =
  "if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('ZREM', KEYS[1], ARGV[1]) end return 1";

/** @param lua `claim.lua` */
export function createDueTimes(
  redis: Redis,
  { keys, log, clock, lua }: { keys: Keys; log: Log; clock: () => number; lua: string },
): DueTimes & { close(): Promise<void> } {
  redis.defineCommand('claimDue', { numberOfKeys: 1, lua });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;
  let postponed = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const all = [...postponed].flatMap(([id, due]) => [Math.round(due), id]);
    postponed = new Map();
    try {
      for (let from = 0; from < all.length; from += 2 * mostTogether)
        await redis.call('ZADD', keys.due, 'XX', 'LT', ...all.slice(from, from + 2 * mostTogether));
    } catch (error) {
      log.warn({ err: error }, 'when jobs are to be looked at again could not be written');
    }
  }

  const dueTimes = async () => {
    const flat = await redis.zrange(keys.due, '0', '-1', 'WITHSCORES');
    return flat.flatMap((id, index) => (index % 2 === 0 ? [[id, Number(flat[index + 1])] as const] : []));
  };

  return {
    async forget(id) {
      // Not where it has been made, or restored, since it was missed.
      await redis.eval(forgetGone, 2, keys.due, keys.job(id), id);
    },

    async claim(atMost, leaseMs) {
      const given = [clock(), leaseMs, atMost, keys.job('')];
      const [next, taken] = await commands.claimDue(keys.due, ...given, ...questionFields);
      const claimed = taken.map(([id, texts]) => {
        const question = questionFrom(id, texts);
        return question ? { id, question } : { id };
      });
      return { claimed, next: next === '' ? undefined : Number(next) };
    },

    postpone(id, due) {
      postponed.set(id, due);
      timer ??= setTimeout(write, togetherMs);
    },

    async nextDue() {
      const [, score] = await redis.zrange(keys.due, '0', '0', 'WITHSCORES');
      return score === undefined ? undefined : Number(score);
    },

    live: () => redis.zrange(keys.due, '0', '-1'),
    async dueAt(id) {
      const score = await redis.zscore(keys.due, id);
      return score === null ? undefined : Number(score);
    },
    dueTimes: async () => new Map(await dueTimes()),
    async close() {
      clearTimeout(timer);
      // Nobody waits for a Redis that is away: what is lost comes due when the claim ends.
      if (redis.status === 'ready') await write();
    },
  };
}
