/**
 * The records of jobs. A change is one Lua script, so that the state, the credits and the time at which somebody must
 * look again are never out of step; the scripts stand beside this file.
 */
import type { Redis } from 'ioredis';
import { fromDollars } from '../domain/amount.ts';
import { fieldsFrom, isInFlight, type Job, type Json, jobFrom, type State } from '../domain/job.ts';
import { dayOf } from '../domain/period.ts';
import type { Log } from '../log.ts';
import { keysFor } from './keys.ts';
import { readScript, type Scripts } from './lua/scripts.ts';
import { createNewJobs, type NewJobs } from './new-jobs.ts';
import { queueEntryOf } from './queue-entry.ts';

export type Change = {
  from: readonly State[];
  /** The change is refused unless the record holds this token; `-`: unless it holds none. */
  token?: string;
  /** Left out: the state stays and nobody is told of the change. */
  to?: State;
  /** When somebody must look at the job again, in ms since 1970; `never` when it is over. */
  due: number | 'never';
  /** What becomes of the price, once; `settle` charges the lower of the price and the reported cost. */
  credits?: 'settle' | 'release';
  /** With `settle`: nothing is charged for it, although it cost the owner what it cost. */
  refund?: boolean;
  /** With `settle`: the result is not as it was expected, and counted so. */
  different?: boolean;
  /** The lab stands in: a run is counted apart, since it cost nobody anything. */
  lab?: boolean;
  /** The change to `submitting` is refused while so many jobs are at the provider, as it is by the job's own `personAtMost`. */
  atMost?: number | undefined;
  /** The provider is through with the job. */
  left?: true;
  set?: Partial<Job>;
  remove?: readonly (keyof Job)[];
};

export type Records = NewJobs & {
  read(id: string): Promise<Job | undefined>;
  /** As `Requests.move`, whatever the state of the job. */
  move(id: string, change: (now: Json) => Json): Promise<Json | undefined>;
  /**
   * Makes the change if the job is still where the change starts; says whether it did.
   * @throws Error when it would settle a released price or release a settled one: a defect.
   */
  change(job: Job, change: Change): Promise<boolean>;
};

/** A record stays long enough to be asked about. */
const recordMs = 30 * 86_400_000;

type Commands = {
  changeJob(...args: (string | number)[]): Promise<'made' | 'moved' | 'full' | 'closed'>;
  moveJob(key: string, before: string, after: string): Promise<number>;
};

export function createRecords(
  redis: Redis,
  options: { prefix: string; log: Log; clock: () => number; scripts: Scripts },
): Records {
  const { prefix, log, clock, scripts } = options;
  redis.defineCommand('changeJob', { numberOfKeys: 11, lua: scripts.transition });
  redis.defineCommand('moveJob', { numberOfKeys: 1, lua: readScript('address') });
  // ioredis adds the commands to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);

  return {
    ...createNewJobs(redis, { keys, log, clock, scripts }),

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
      const { from, token, to, due, credits, lab, atMost, left } = wanted;
      const now = clock();
      const cost = set.cost ?? job.cost;
      const over = due === 'never';
      const answer = await commands.changeJob(
        ...[keys.job(job.id), keys.due, keys.live(job), keys.liveIn(job.scope)],
        ...[...keys.ledgerOf(job), keys.usage(job.scope, dayOf(now)), keys.line, keys.running],
        JSON.stringify({
          id: job.id,
          at: { now },
          from: Object.fromEntries(from.map((state) => [state, true])),
          token: token || undefined,
          to,
          landed: to !== undefined && !isInFlight(to) && from.some(isInFlight),
          due: over ? undefined : Math.round(due),
          keepMs: over ? recordMs : undefined,
          channel: keys.changed,
          fields: fieldsFrom(set),
          removed: remove,
          ...(credits && {
            credits,
            lab: lab || undefined,
            usage: JSON.stringify([job.requester, job.model]),
            ...(cost !== undefined && { charged: fromDollars(cost), cost: fromDollars(cost) }),
            ...(refund && { charged: 0 }),
            different: different || undefined,
          }),
          ...((to === 'queued' || to === 'submitting') && { line: queueEntryOf(job) }),
          atMost,
          personAtMost: job.personAtMost,
          left,
        }),
      );
      if (answer === 'closed') throw new Error(`the price of job ${job.id} was already decided otherwise`);
      if (answer === 'made' && to !== undefined)
        log.info(
          { job: job.id, from: job.state, to, ...(set.failure ? { failure: set.failure.code } : {}) },
          'job',
        );
      return answer === 'made';
    },
  };
}
