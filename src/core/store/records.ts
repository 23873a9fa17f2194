/**
 * The records of jobs. A change is one Lua script, so that the state, the credits and the time at which somebody must
 * look again are never out of step; the scripts stand beside this file.
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { fromDollars } from '../domain/amount.ts';
import { isInFlight, type Job, type Json, jobFrom, type State } from '../domain/job.ts';
import { dayOf } from '../domain/period.ts';
import type { Log } from '../log.ts';
import { keysFor } from './keys.ts';
import { readScript, type Scripts } from './lua/scripts.ts';

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
  /** The change to `submitting` is refused while so many jobs are at the provider. */
  atMost?: number | undefined;
  /** The provider is through with the job. */
  left?: true;
  set?: Partial<Job>;
  remove?: readonly (keyof Job)[];
};

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

export type Records = {
  /** Makes the job that stands for `key` and reserves its price, or finds the one that does, or says why it may not be. */
  create(job: NewJob, options: { key: string; due: number; terms: Terms }): Promise<Created>;
  read(id: string): Promise<Job | undefined>;
  /** As `Requests.move`, whatever the state of the job. */
  move(id: string, change: (now: Json) => Json): Promise<Json | undefined>;
  /**
   * Makes the change if the job is still where the change starts; says whether it did.
   * @throws Error when it would settle a released price or release a settled one: a defect.
   */
  change(job: Job, change: Change): Promise<boolean>;
};

const day = 86_400_000;
/** A request key is remembered longer than any platform repeats a delivery; a record, long enough to be asked about. */
const keyMs = 2 * day;
const recordMs = 30 * day;
const mostJobsOf = 100;

type Commands = {
  createJob(...args: (string | number)[]): Promise<[kind: string, ...rest: string[]]>;
  changeJob(...args: (string | number)[]): Promise<'made' | 'moved' | 'full' | 'closed'>;
  moveJob(key: string, before: string, after: string): Promise<number>;
};

export function createRecords(
  redis: Redis,
  options: { prefix: string; log: Log; clock: () => number; scripts: Scripts },
): Records {
  const { prefix, log, clock, scripts } = options;
  redis.defineCommand('createJob', { numberOfKeys: 11, lua: scripts.create });
  redis.defineCommand('changeJob', { numberOfKeys: 11, lua: scripts.transition });
  redis.defineCommand('moveJob', { numberOfKeys: 1, lua: readScript('address') });
  // ioredis adds the commands to the object, not to its type.
  const commands = redis as Redis & Commands;
  const keys = keysFor(prefix);
  const ledgerKeys = (job: Pick<Job, 'scope' | 'requester'>) => {
    const { account, entries, scope, holds } = keys.ledger(job);
    return [account, entries, scope, holds];
  };
  const fields = (set: object) =>
    Object.fromEntries(
      Object.entries(set).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, JSON.stringify(value)]],
      ),
    );
  const placeOf = ({ scope, requester, model, createdAt }: Job) =>
    JSON.stringify({ person: `${scope} ${requester}`, model, at: createdAt });

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
        fields: fields(job),
        keepJobs: mostJobsOf,
      };
      const [kind, first, second] = await commands.createJob(
        ...[keys.job(job.id), keys.due, keys.request(key), keys.live(job), keys.liveIn(scope)],
        ...[...ledgerKeys(job), keys.notices, keys.jobsOf(job)],
        JSON.stringify(wanted),
      );
      if (kind === 'made')
        log.info({ job: job.id, to: 'accepted', model: job.model, platform: job.platform }, 'job');
      return createdFrom(kind, first, second);
    },

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

    async change(job, { from, token, to, due, credits, atMost, left, set = {}, remove = [] }) {
      const now = clock();
      const cost = set.cost ?? job.cost;
      const over = due === 'never';
      const answer = await commands.changeJob(
        ...[keys.job(job.id), keys.due, keys.live(job), keys.liveIn(job.scope)],
        ...[...ledgerKeys(job), keys.usage(job.scope, dayOf(now)), keys.line, keys.running],
        JSON.stringify({
          id: job.id,
          at: { now },
          from: Object.fromEntries(from.map((state) => [state, true])),
          token: token || undefined,
          to,
          inFlight: to !== undefined && isInFlight(to),
          due: over ? undefined : Math.round(due),
          keepMs: over ? recordMs : undefined,
          channel: keys.changed,
          fields: fields(set),
          removed: remove,
          ...(credits && {
            credits,
            usage: JSON.stringify([job.requester, job.model]),
            ...(cost !== undefined && { charged: fromDollars(cost), cost: fromDollars(cost) }),
          }),
          ...((to === 'queued' || to === 'submitting') && { line: placeOf(job) }),
          atMost,
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
