/** Making a job: its record, the reservation of its price and its request's key, in one Lua script. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { fieldsFrom, type Job } from '../domain/job.ts';
import { dayOf } from '../domain/period.ts';
import type { Log } from '../log.ts';
import type { Keys } from './keys.ts';
import type { Scripts } from './lua/scripts.ts';

export type NewJob = Omit<
  Job,
  | 'version'
  | 'state'
  | 'createdAt'
  | 'changedAt'
  | 'hold'
  | 'charged'
  | 'tries'
  | 'faults'
  | 'refusals'
  | 'cancelRequested'
  | 'notified'
  | 'removed'
>;

/** What the ledger holds a new job against; amounts in thousandths of a credit, null is without limit. */
export type Terms = {
  /** The first day of the present period, e.g. `2026-11-01`. */
  period: string;
  monthly: number | null;
  perDay: number | null;
  budget: number | null;
  jobsPerPerson: number | null;
  jobsAtOnce: number | null;
};

export type Created =
  /** `known`: the same request made this job earlier; `changed`: a request of the same key but other content did. */
  | { kind: 'made' | 'known' | 'changed'; id: string }
  | { kind: 'taken' }
  | { kind: 'credits-short'; available: number; reserved: number }
  | { kind: 'daily-cap' | 'scope-budget'; spent: number }
  | { kind: 'too-many-jobs' | 'scope-busy' };

export type NewJobs = {
  /** Makes the job that stands for `key` and reserves its price, or finds the one that does, or says why it may not be. */
  create(job: NewJob, options: { key: string; due: number; terms: Terms }): Promise<Created>;
};

/** A request key is remembered longer than any platform repeats a delivery. */
const keyMs = 2 * 86_400_000;
const mostJobsOf = 100;

type Commands = {
  createJob(...args: (string | number)[]): Promise<[kind: string, ...rest: string[]]>;
};

export function createNewJobs(
  redis: Redis,
  { keys, log, clock, scripts }: { keys: Keys; log: Log; clock: () => number; scripts: Scripts },
): NewJobs {
  redis.defineCommand('createJob', { numberOfKeys: 11, lua: scripts.create });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;

  return {
    async create(job, { key, due, terms }) {
      const now = clock();
      const { scope, requester } = job;
      const wanted = {
        id: job.id,
        at: { now, period: terms.period, day: dayOf(now) },
        due: Math.round(due),
        keepKeyMs: keyMs,
        channel: keys.changed,
        print: fingerprint(job),
        price: job.price,
        caps: {
          limit: terms.monthly ?? undefined,
          perDay: terms.perDay ?? undefined,
          budget: terms.budget ?? undefined,
          jobsPerPerson: terms.jobsPerPerson ?? undefined,
          jobsAtOnce: terms.jobsAtOnce ?? undefined,
        },
        platform: job.platform,
        who: { scope, person: requester },
        fields: fieldsFrom(job),
        keepJobs: mostJobsOf,
      };
      const [kind, first, second] = await commands.createJob(
        ...[keys.job(job.id), keys.due, keys.request(key), keys.live(job), keys.liveIn(scope)],
        ...[...keys.ledgerOf(job), keys.notices, keys.jobsOf(job)],
        JSON.stringify(wanted),
      );
      if (kind === 'made')
        log.info({ job: job.id, to: 'accepted', model: job.model, platform: job.platform }, 'job');
      return createdFrom(kind, first, second);
    },
  };
}

/** What makes two requests the same. Not the source: each delivery of a request brings its own copy of the file. */
function fingerprint({ scope, requester, model, settings }: NewJob): string {
  return createHash('sha256')
    .update(JSON.stringify([scope, requester, model, settings]))
    .digest('base64url');
}

function createdFrom(kind: string, first = '', second = ''): Created {
  switch (kind) {
    case 'made':
    case 'known':
    case 'changed':
      return { kind, id: first };
    case 'credits-short':
      return { kind, available: Number(first), reserved: Number(second) };
    case 'daily-cap':
    case 'scope-budget':
      return { kind, spent: Number(first) };
    case 'too-many-jobs':
    case 'scope-busy':
    case 'taken':
      return { kind };
    default:
      throw new Error(`the script answered ${kind}`);
  }
}
