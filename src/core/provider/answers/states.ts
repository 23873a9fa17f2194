/**
 * The words for where a job stands. Four are documented (docs/provider.md); beside them stand those that services of
 * this kind use for the same, since a word that nobody knows would hold a job for as long as it is repeated.
 */
import { Failure } from '../../domain/failure.ts';
import { jobFailure } from './reason.ts';

type Meaning = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled' | 'timed-out' | 'rejected';

const words: readonly (readonly [Meaning, string])[] = [
  ['queued', 'QUEUED IN_QUEUE PENDING WAITING SCHEDULED SUBMITTED ACCEPTED CREATED'],
  ['processing', 'PROCESSING IN_PROGRESS RUNNING STARTING STARTED LOADING GENERATING'],
  ['completed', 'COMPLETED COMPLETE SUCCEEDED SUCCESS FINISHED DONE'],
  ['failed', 'FAILED FAILURE FAIL ERROR ERRORED CRASHED'],
  ['cancelled', 'CANCELLED CANCELED ABORTED TERMINATED STOPPED KILLED REVOKED DELETED'],
  ['timed-out', 'TIMEOUT TIMED_OUT TIMEDOUT EXPIRED DEADLINE_EXCEEDED'],
  ['rejected', 'REJECTED REFUSED DENIED DECLINED'],
];

const meanings = new Map(
  words.flatMap(([meaning, all]) => all.split(' ').map((word) => [word, meaning] as const)),
);

/** What a state means, written in any case, with blanks or hyphens; undefined for a word that is new to us. */
export const meaningOf = (state: string): Meaning | undefined =>
  meanings.get(
    state
      .trim()
      .toUpperCase()
      .replace(/[\s-]+/g, '_'),
  );

/** The failure of a job that is over by one of these words; undefined while it is not, or ended well. */
export function endedBy(meaning: Meaning | undefined, body: unknown, key: string): Failure | undefined {
  if (meaning === undefined || ['queued', 'processing', 'completed'].includes(meaning)) return undefined;
  const failure = jobFailure(body, key);
  // What was wrong with the content is said whatever the state is called.
  if (meaning === 'failed' || failure.code === 'provider-moderation') return failure;
  const detail = String(failure.facts.detail);
  if (meaning === 'cancelled') return new Failure('provider-cancelled', { detail });
  return new Failure(meaning === 'rejected' ? 'provider-rejected' : 'provider-timed-out', { detail });
}
