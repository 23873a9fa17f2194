/** What is to become of a job in one step. */
import type { Job, State } from '../../domain/job.ts';

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
  /** With `submitting`, of a job that never stood in the line: refused while anybody does. */
  passing?: true | undefined;
  /** A step has what it takes: it counts as one of its person's jobs at once from here on. */
  joins?: true;
  /** The provider is through with the job. */
  left?: true;
  set?: Partial<Job>;
  remove?: readonly (keyof Job)[];
};

/** What of a job a change needs to know; all else is on record. */
export type Changing = Pick<
  Job,
  'id' | 'state' | 'scope' | 'requester' | 'payer' | 'model' | 'createdAt' | 'personAtMost' | 'phase' | 'cost'
>;
