/** What the owner's view says of jobs. */
import type { JobStates } from '../../../core/inspect/job-list.ts';
import { inspectWords } from '../../../core/inspect/words.ts';
import { figure } from './numbers.ts';

const states: Readonly<Record<JobStates, string>> = {
  all: 'All',
  way: 'On the way',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const live: Readonly<Record<string, string>> = {
  accepted: 'Being checked',
  queued: 'In the line',
  submitting: 'Being handed over',
  polling: 'At the provider',
  fetched: 'Result is here',
  delivering: 'Being posted',
};
const polling = (phase: string) =>
  phase === 'processing' ? 'Running' : phase === 'completed' ? 'Being fetched' : 'Waiting there';

export const jobWords = {
  jobs: 'Jobs',
  find: 'Search jobs',
  findHint: 'Id, person, model, file or reason',
  search: 'Search',
  state: 'State',
  states: (state: JobStates) => states[state],
  picture: 'Model and file',
  for: 'For',
  waited: 'Waited',
  took: 'Took',
  cost: 'Credits',
  job: 'Job',
  atMost: (credits: string) => `at most ${credits}`,
  open: (id: string) => `Open ${id}`,
  close: (id: string) => `Close ${id}`,
  older: 'Older jobs',
  newest: 'Back to the newest',
  lookedAt: (count: number) => `${figure(count)} jobs were looked through.`,
  noneFound: 'No job is like that.',
  noneYet: 'No job was asked for yet.',
  gone: (id: string) => `There is no job ${id} any more.`,
  standing: (state: string, phase: string | undefined, cancelled: boolean) =>
    cancelled
      ? 'Being given up'
      : state === 'polling' && phase !== undefined
        ? polling(phase)
        : (live[state] ?? state),
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',

  steps: {
    line: 'checked and in the line',
    given: 'waiting at the provider',
    runs: 'running',
    handed: 'fetched and posted',
  },
  stepsAlt: (parts: readonly string[]) =>
    parts.length === 0 ? 'Nothing has happened yet' : parts.join(', '),
  step: (name: string, ms: number) => `${name} ${inspectWords.span(ms)}`,
} as const;
