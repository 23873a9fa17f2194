/** What each day came to in all places together, for whoever runs them. The scripts of jobs write it (lua/transition.lua). */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from '../keys.ts';

/**
 * Jobs of one model that were settled, in thousandths of a credit; `cost`: what the provider reported. `lab`: jobs for which
 * the lab stood in, counted nowhere else.
 */
export type ModelTally = { model: string; jobs: number; charged: number; cost: number; lab: number };

export type Spender = { scope: string; person: string; charged: number };

/** `done`: jobs with a result that was posted, or is about to be. `ended`: all others, by their failures' codes. */
export type DayTally = {
  day: string;
  models: ModelTally[];
  done: number;
  ended: { code: string; count: number }[];
  /** Those who spent most, the most first. */
  spenders: Spender[];
};

export type Days = {
  /** A day each, in their order: two commands for one that is not known yet, all of them sent together. */
  tallies(days: readonly string[]): Promise<DayTally[]>;
};

/** Of each day; whoever spends less on each of many days is not counted up. */
const mostSpenders = 50;
/** More than can be asked for. */
const mostKept = 400;

const spenderSchema = z.tuple([z.string(), z.string()]);

/** @param job.scope, job.requester as the day counts them */
export const spenderOf = ({ scope, requester }: { scope: string; requester: string }): string =>
  JSON.stringify([scope, requester]);

/** @param clock ms since 1970 */
export function createDays(redis: Redis, { keys, clock }: { keys: Keys; clock: () => number }): Days {
  /** Days that nothing is added to any more. */
  const known = new Map<string, DayTally>();

  async function read(day: string): Promise<DayTally> {
    const [hash, spenders] = await Promise.all([
      redis.hgetall(keys.day(day)),
      redis.zrange(keys.spenders(day), '0', String(mostSpenders - 1), 'REV', 'WITHSCORES'),
    ]);
    return tallyOf(day, hash, spenders);
  }

  return {
    async tallies(days) {
      const found = await Promise.all(days.map((day) => known.get(day) ?? read(day)));
      for (const tally of found) if (isPast(tally.day, clock())) known.set(tally.day, tally);
      for (const day of known.keys()) if (known.size > mostKept) known.delete(day);
      return found;
    },
  };
}

/** Another process, whose look at the clock is older, may still add to it for a moment. */
const isPast = (day: string, now: number): boolean => now > Date.parse(day) + 86_400_000 + 3_600_000;

/** `carried`: by how much what the provider reported was above what was charged, or below it. `after`: it ended so with a result that was paid for. */
const fieldPattern = /^(jobs|charged|carried|lab|ended|after) (.*)$/s;

function tallyOf(day: string, hash: Readonly<Record<string, string>>, flat: readonly string[]): DayTally {
  const models = new Map<string, ModelTally>();
  const ended = new Map<string, number>();
  let done = 0;
  for (const [field, value] of Object.entries(hash)) {
    const [, kind, name = ''] = fieldPattern.exec(field) ?? [];
    const count = Number(value);
    if (kind === 'ended' || kind === 'after') ended.set(name, (ended.get(name) ?? 0) + count);
    if (kind === 'jobs' || kind === 'lab') done += count;
    if (kind === 'after') done -= count;
    if (kind === undefined || kind === 'ended' || kind === 'after') continue;
    const row = models.get(name) ?? { model: name, jobs: 0, charged: 0, cost: 0, lab: 0 };
    if (kind === 'charged' || kind === 'carried') row.cost += count;
    if (kind !== 'carried') row[kind as 'jobs' | 'charged' | 'lab'] += count;
    models.set(name, row);
  }
  const spenders = flat.flatMap((text, index) => {
    if (index % 2 === 1) return [];
    const [scope, person] = spenderSchema.parse(JSON.parse(text));
    return [{ scope, person, charged: Number(flat[index + 1]) }];
  });
  return {
    day,
    models: [...models.values()],
    done: Math.max(0, done),
    ended: [...ended].map(([code, count]) => ({ code, count })),
    spenders,
  };
}
