/** Making a job: its record, the reservation of its price and its request's key, in one Lua script. */
import type { Redis } from 'ioredis';
import { fieldsFrom, type Job } from '../../domain/job.ts';
import { dayOf } from '../../domain/period.ts';
import type { Log } from '../../log.ts';
import type { Keys } from '../keys.ts';
import type { Scripts } from '../lua/scripts.ts';
import {
  boundIn,
  type Created,
  costsIn,
  createdFrom,
  dailyIn,
  fingerprint,
  type NewJob,
  type Terms,
  type Wanted,
} from './created.ts';

export type NewJobs = {
  /**
   * Makes the job that stands for `key` and reserves its price, or finds the one that does, or says why it may not be.
   * `now` in whole ms since 1970.
   * `asked`: its settings as long as its source was not known, by which the same request is known again.
   * `before`: of the last step of a recipe those before it, the first one first: all are made, or none.
   */
  create(
    job: NewJob,
    options: {
      key: string;
      due: number;
      terms: Terms;
      asked?: Job['settings'];
      now?: number;
      before?: readonly NewJob[];
    },
  ): Promise<Created>;
  /** What `create` would answer now, by the same script; `free`: it would make the job. Nothing is made or reserved. */
  wouldCreate(
    job: Wanted,
    options: { key: string; terms: Terms },
  ): Promise<{ kind: 'free' } | Exclude<Created, { kind: 'made' | 'taken' }>>;
};

/** A request key is remembered longer than any platform repeats a delivery. */
const keyMs = 2 * 86_400_000;
const mostJobsOf = 100;
/** Of everybody's, for whoever runs the place. */
const mostNewest = 5000;

type Commands = {
  createJob(...args: (string | number)[]): Promise<[kind: string, ...rest: string[]]>;
};

export function createNewJobs(
  redis: Redis,
  options: {
    keys: Keys;
    log: Log;
    clock: () => number;
    scripts: Scripts;
    /** Hears of a job that no other process was told of. */
    onlyHere: (id: string) => void;
  },
): NewJobs {
  const { keys, log, clock, scripts, onlyHere } = options;
  redis.defineCommand('createJob', { lua: scripts.create });
  // ioredis adds the command to the object, not to its type.
  const commands = redis as Redis & Commands;

  async function run(
    job: Wanted & { id: string },
    {
      key,
      terms,
      asked = job.settings,
      now = clock(),
    }: { key: string; terms: Terms; asked?: Job['settings']; now?: number },
    more: object,
    records: readonly string[] = [],
  ) {
    const { scope, requester, payer, platform } = job;
    const wanted = {
      at: { now, period: terms.period, day: dayOf(now) },
      print: fingerprint({ ...job, settings: asked }),
      price: job.price,
      ...boundIn(terms, job),
      caps: {
        costs: costsIn(terms),
        // With a key that is refused nothing can be taken from the account.
        balance: terms.real?.isRefused ? -1 : terms.real?.balance,
        limit: terms.monthly ?? undefined,
        perDay: terms.perDay ?? undefined,
        budget: terms.budget ?? undefined,
        jobsPerPerson: terms.jobsPerPerson ?? undefined,
        jobsAtOnce: terms.jobsAtOnce ?? undefined,
        daily: dailyIn(keys, job, terms, now),
      },
      platform,
      who: { scope, person: requester, payer },
    };
    const [kind, first, second, told] = await commands.createJob(
      ...[
        13 + records.length,
        keys.job(job.id),
        keys.due,
        keys.request(key),
        keys.live(job),
        keys.liveIn(scope),
      ],
      ...[...keys.ledgerOf(job), keys.notices, keys.jobsOf(job), keys.newest, keys.costs, ...records],
      JSON.stringify({ ...wanted, ...more }),
    );
    if (kind === 'made' && told === '1') onlyHere(job.id);
    return createdFrom(kind, first, second);
  }

  return {
    async create(job, { due, before = [], ...options }) {
      const made = (it: NewJob) => ({ id: it.id, due: Math.round(due), fields: fieldsFrom(it) });
      const steps = before.map((it) => ({ ...made(it), price: it.price, ...boundIn(options.terms, it) }));
      const more = {
        ...made(job),
        ...(steps.length > 0 && { before: steps }),
        keepKeyMs: keyMs,
        channel: keys.changed,
        keepJobs: mostJobsOf,
        keepNewest: mostNewest,
      };
      const records = before.map(({ id }) => keys.job(id));
      const created = await run(job, options, more, records);
      if (created.kind === 'free') throw new Error('a job that was to be made was only asked about');
      if (created.kind === 'made')
        log.info({ job: job.id, to: 'accepted', model: job.model, platform: job.platform }, 'job');
      return created;
    },

    async wouldCreate(job, options) {
      const answer = await run({ ...job, id: '' }, options, { dry: true });
      if (answer.kind === 'made' || answer.kind === 'taken')
        throw new Error(`the script answered ${answer.kind} where it was only asked`);
      return answer;
    },
  };
}
