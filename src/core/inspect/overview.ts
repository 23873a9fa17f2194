/** What a whole Darkroom does and did, in all places together, for whoever runs it. It changes nothing. */
import { models } from '../../models/index.ts';
import { dayOf } from '../domain/period.ts';
import type { DayTally, ModelTally, Spender } from '../store/overview/days.ts';
import type { ListedJob } from '../store/overview/newest.ts';
import type { Store } from '../store/store.ts';
import { type Ends, endsFrom } from './ends.ts';
import { createJobLists, type JobLists } from './job-list.ts';
import { add, modelsOf, peopleOf, type Spread, spreadOf, titleOf } from './totals.ts';

/** A job in the line, or at the provider; `at`: since when it is asked for, in ms since 1970. */
export type InQueue = { id: string; model: string; title: string; scope: string; person: string; at: number };

export type QueueNow = {
  /** Jobs that are not over, or whose person is not told yet. */
  onTheWay: number;
  /** In the order in which they were asked for. */
  waiting: InQueue[];
  running: InQueue[];
  /** The provider is given no more at once; undefined is without limit. */
  atMost: number | undefined;
  /** For how long something has been due that nobody looks at, in ms; undefined when all goes on. */
  ignoredMs: number | undefined;
};

/** `people`: from asking to the result being here. `line`: until the provider was given it. `provider`: its own last runs. */
export type ModelWaits = {
  model: string;
  title: string;
  people: Spread | undefined;
  line: Spread | undefined;
  provider: Spread | undefined;
};

export type Overview = {
  now: number;
  queue: QueueNow;
  /** The oldest first. */
  days: DayTally[];
  /** Of these days, as people see the models; what is not known any more comes last. */
  models: (ModelTally & { title: string })[];
  total: Omit<ModelTally, 'model'>;
  /** The most first. */
  people: Spender[];
  ends: Ends;
  /** Of the jobs that were looked at for it. */
  waits: ModelWaits[];
};

export type Overviews = JobLists & {
  /**
   * All of it for the last so many days. In Redis: six commands, two a day for days that this process has not read since they
   * ended, and one each for the 1,000 newest jobs that are not over or that it has not seen; none looks through all keys.
   * @param days 1 to 92
   */
  overview(days: number): Promise<Overview>;
};

/** Somebody who works looks long before. */
const ignoredMs = 30_000;
/** Jobs that waits are measured by. */
const looked = 1000;

export function createOverviews(context: {
  store: Pick<Store, 'tallies' | 'newest' | 'listed' | 'onTheWay' | 'queue' | 'durations'>;
  clock: () => number;
  jobsAtProvider: number | undefined;
  /** Under which name a model's durations are kept. */
  runName: (model: string) => string;
}): Overviews {
  const { store, clock, jobsAtProvider, runName } = context;

  async function queueNow(): Promise<QueueNow> {
    const [{ queued, running }, { count, firstDue }] = await Promise.all([store.queue(), store.onTheWay()]);
    const entries = (some: typeof queued): InQueue[] =>
      some
        .map(({ id, model, person: who, at }) => {
          const [scope = '', person = ''] = who.split(' ');
          return { id, model, title: titleOf(model), scope, person, at };
        })
        .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const late = firstDue === undefined ? 0 : clock() - firstDue;
    return {
      onTheWay: count,
      waiting: entries(queued),
      running: entries(running),
      atMost: jobsAtProvider,
      ignoredMs: late > ignoredMs ? late : undefined,
    };
  }

  async function waitsOf(jobs: readonly ListedJob[]): Promise<ModelWaits[]> {
    const durations = await Promise.all(models.map(({ name }) => store.durations(runName(name))));
    return models.map(({ name, title }, index) => {
      const own = jobs.filter(({ model }) => model === name);
      return {
        model: name,
        title,
        people: spreadOf(
          own.flatMap(({ createdAt, resultAt }) => (resultAt === undefined ? [] : resultAt - createdAt)),
        ),
        line: spreadOf(
          own.flatMap(({ createdAt, submittedAt }) =>
            submittedAt === undefined ? [] : submittedAt - createdAt,
          ),
        ),
        provider: spreadOf(durations[index] ?? []),
      };
    });
  }

  return {
    ...createJobLists({ store, looked }),
    async overview(count) {
      const now = clock();
      const days = Array.from({ length: Math.min(92, Math.max(1, count)) }, (_, index) =>
        dayOf(now - (count - 1 - index) * 86_400_000),
      );
      const since = Date.parse(days[0] ?? '');
      const [queue, tallies, { jobs }] = await Promise.all([
        queueNow(),
        store.tallies(days),
        store.newest(looked),
      ]);
      const all = modelsOf(tallies);
      return {
        now,
        queue,
        days: tallies,
        models: all,
        total: all.reduce(add, { jobs: 0, charged: 0, cost: 0, lab: 0 }),
        people: peopleOf(tallies),
        ends: endsFrom(tallies),
        waits: await waitsOf(jobs.filter(({ createdAt }) => createdAt >= since)),
      };
    },
  };
}
