/** The newest jobs of all places, to be looked through. */
import { findModel } from '../../models/index.ts';
import { isOver } from '../domain/job.ts';
import type { ListedJob } from '../store/overview/newest.ts';
import type { Store } from '../store/store.ts';
import { reasonOf } from '../view/facts.ts';

/** `way`: not over, or its person is not told yet. */
export const jobStates = ['all', 'way', 'done', 'failed', 'cancelled'] as const;
export type JobStates = (typeof jobStates)[number];

/** @param after the id of the last one that was seen */
export type JobSearch = { text: string; state: JobStates; after?: string | undefined };

export type JobRow = Omit<ListedJob, 'failure'> & {
  title: string;
  is: Exclude<JobStates, 'all'>;
  /** Why it failed, in a few words. */
  reason: string | undefined;
};

export type JobList = {
  /** At most 50, the newest first. */
  rows: JobRow[];
  /** How many of those that were looked through are in each state and have the text. */
  counts: Record<JobStates, number>;
  looked: number;
  /** For those after them; undefined when there are none. */
  next: string | undefined;
};

export type JobLists = {
  /**
   * Those that have every word of the text somewhere in their id, model, person, place, state, file name or reason. It looks
   * through 1,000 jobs, from the newest or from `after` on; an id is found however old its job is.
   */
  findJobs(search: JobSearch): Promise<JobList>;
};

const mostRows = 50;

export function createJobLists({
  store,
  looked: most,
}: {
  store: Pick<Store, 'newest' | 'listed'>;
  /** So many jobs are looked through at once. */
  looked: number;
}): JobLists {
  return {
    async findJobs({ text, state, after }) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const { jobs, next } = await store.newest(most, after);
      const named = words.length === 1 && !jobs.some(({ id }) => id === words[0]);
      const older = named ? await store.listed(words[0] ?? '') : undefined;
      const found = [...(older ? [older] : []), ...jobs].map(rowOf).filter((row) => has(row, words));
      const rows = found.filter(({ is }) => state === 'all' || is === state);
      const count = (wanted: JobStates) => found.filter(({ is }) => is === wanted).length;
      return {
        rows: rows.slice(0, mostRows),
        counts: {
          all: found.length,
          way: count('way'),
          done: count('done'),
          failed: count('failed'),
          cancelled: count('cancelled'),
        },
        looked: jobs.length,
        next: rows.length > mostRows ? rows[mostRows - 1]?.id : next,
      };
    },
  };
}

function rowOf({ failure, ...job }: ListedJob): JobRow {
  const reason = reasonOf({ state: job.state, failure })?.briefly;
  return { ...job, title: findModel(job.model)?.title ?? job.model, is: standOf(job), reason };
}

function standOf({ state, notified }: Pick<ListedJob, 'state' | 'notified'>): JobRow['is'] {
  if (!isOver(state) || !notified) return 'way';
  return state === 'done' || state === 'cancelled' ? state : 'failed';
}

function has(row: JobRow, words: readonly string[]): boolean {
  const { id, model, title, requester, scope, platform, state, sourceName, reason } = row;
  const text = [id, model, title, requester, scope, platform, state, sourceName, reason]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
