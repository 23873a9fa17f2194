/**
 * The records of jobs. A change is one Lua script, so that the state, the credits and the time at which somebody must
 * look again are never out of step; the scripts stand beside this file.
 */
import type { Redis } from 'ioredis';
import { fromDollars } from '../../domain/amount.ts';
import type { Job, Json } from '../../domain/job.ts';
import { fieldsFrom, isInFlight, isOver, jobFrom, mayHaveCost } from '../../domain/job.ts';
import { dayOf, oldestCost } from '../../domain/period.ts';
import type { Log } from '../../log.ts';
import { keysFor } from '../keys.ts';
import { readScript, type Scripts } from '../lua/scripts.ts';
import { spenderOf } from '../overview/days.ts';
import type { Change, Changing } from './change.ts';
import { createNewJobs, type NewJobs } from './new-jobs.ts';
import { queueEntryOf } from './queue-entry.ts';

export type Records = NewJobs & {
  read(id: string): Promise<Job | undefined>;
  /** As `Requests.move`, whatever the state of the job. */
  move(id: string, change: (now: Json) => Json): Promise<Json | undefined>;
  /**
   * Makes the change if the job is still where the change starts, and answers the record as it is then.
   * @throws Error when it would settle a released price or release a settled one: a defect.
   */
  change(job: Changing, change: Change): Promise<Job | undefined>;
};

/** A record stays long enough to be asked about. */
const recordMs = 30 * 86_400_000;

type Commands = {
  changeJob(
    ...args: (string | number)[]
  ): Promise<'moved' | 'full' | 'closed' | [told: number, record: string[]]>;
  moveJob(key: string, before: string, after: string): Promise<number>;
};

export function createRecords(
  redis: Redis,
  options: {
    prefix: string;
    log: Log;
    clock: () => number;
    scripts: Scripts;
    /** Stands with the job's id in what is told of a change, so that this process knows its own. */
    by: string;
    /**
     * Hears of each change of which processes are told, and how many are; without the job where it is not known whether it
     * was made.
     */
    changed: (id: string, job?: Job, told?: number) => void;
    onlyHere: (id: string) => void;
  },
): Records {
  const { prefix, log, clock, scripts, by, changed, onlyHere } = options;
  redis.defineCommand('changeJob', { numberOfKeys: 14, lua: scripts.transition });
  redis.defineCommand('moveJob', { numberOfKeys: 1, lua: readScript('address') });
  // ioredis adds the commands to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);

  return {
    ...createNewJobs(redis, { keys, log, clock, scripts, onlyHere }),

    async read(id) {
      const hash = await redis.hgetall(keys.job(id));
      return hash.id === undefined ? undefined : jobFrom(hash);
    },

    async move(id, change) {
      for (;;) {
        const before = await redis.hget(keys.job(id), 'address');
        if (before === null) return undefined;
        const after = change(JSON.parse(before));
        if ((await commands.moveJob(keys.job(id), before, JSON.stringify(after))) === 1) return after;
      }
    },

    async change(job, { refund, different, set = {}, remove = [], ...wanted }) {
      const { from, token, to, due, credits, lab, atMost, passing, left, joins } = wanted;
      const now = clock();
      const cost = set.cost ?? job.cost;
      const over = due === 'never';
      const day = dayOf(now);
      const fails = to !== undefined && to !== 'done' && isOver(to) && !isOver(job.state);
      const answer = await commands.changeJob(
        ...[keys.job(job.id), keys.due, keys.live(job), keys.liveIn(job.scope)],
        ...[...keys.ledgerOf(job), keys.usage(job.scope, day), keys.line, keys.running],
        ...[keys.day(day), keys.spenders(day), keys.costs],
        JSON.stringify({
          id: job.id,
          at: { now, day, oldest: oldestCost(now) },
          from: Object.fromEntries(from.map((state) => [state, true])),
          token: token || undefined,
          to,
          landed: to !== undefined && !isInFlight(to) && from.some(isInFlight),
          due: over ? undefined : Math.round(due),
          keepMs: over ? recordMs : undefined,
          channel: keys.changed,
          message: `${job.id} ${by}`,
          fields: fieldsFrom(set),
          removed: remove,
          ...(credits && {
            credits,
            lab: lab || undefined,
            usage: JSON.stringify([job.requester, job.model]),
            model: job.model,
            spender: spenderOf(job),
            ...(cost !== undefined && { charged: fromDollars(cost), cost: fromDollars(cost) }),
            ...(refund && { charged: 0 }),
            perhaps:
              (credits === 'settle' || (to && mayHaveCost(to))) && cost === undefined ? true : undefined,
            different: different || undefined,
          }),
          ended: fails ? (set.failure?.code ?? to) : undefined,
          ...((to === 'queued' || to === 'submitting') && { line: queueEntryOf(job) }),
          atMost,
          passing,
          personAtMost: job.personAtMost,
          left,
          joins,
        }),
      );
      if (answer === 'closed') throw new Error(`the price of job ${job.id} was already decided otherwise`);
      if (typeof answer === 'string') {
        // It may have been made all the same, if the answer to it was lost and it was sent again.
        if (to !== undefined) changed(job.id);
        return undefined;
      }
      const [told, record] = answer;
      const made = jobFrom(Object.fromEntries(pairsIn(record)));
      if (to === undefined) return made;
      log.info(
        { job: job.id, from: job.state, to, ...(set.failure ? { failure: set.failure.code } : {}) },
        'job',
      );
      changed(job.id, made, told);
      return made;
    },
  };
}

const pairsIn = (flat: readonly string[]): [name: string, text: string][] =>
  flat.flatMap((text, index) => (index % 2 === 0 ? [[text, flat[index + 1] ?? '']] : []));
