/** Of a job what cards, results and lists tell alike: how long it took, and why nothing came of it. */
import { nextStep } from '../domain/failure.ts';
import { isOver, type Job } from '../domain/job.ts';
import { briefly } from '../words/failures/brief.ts';
import { isFailureCode } from '../words/failures/failures.ts';

/**
 * How long its person waited, in ms: from asking to the result being here. It is the one duration of a job that people
 * read. Posting is no part of it, since what is posted with the result says it already. Undefined without a result.
 */
export function tookMs({ createdAt, result, resultAt, completedAt }: Job): number | undefined {
  // A record of an older version knows only when the provider was seen to be done.
  const at = result && (resultAt ?? completedAt);
  return at === undefined ? undefined : Math.max(0, at - createdAt);
}

/** Why a job ended without a result that was handed over: in a few words, and what can be done about it. */
export type Reason = { briefly: string; next: string | undefined };

/** Undefined for a job that is on its way, done, or given up by a person. */
export function reasonOf({ state, failure }: Pick<Job, 'state' | 'failure'>): Reason | undefined {
  if (!isOver(state) || state === 'done' || state === 'cancelled') return undefined;
  const code = failure?.code ?? state;
  // A record written by a newer version may hold a code that this one does not know.
  if (!isFailureCode(code)) return { briefly: briefly(undefined), next: undefined };
  const record = { code, facts: failure?.facts ?? {} };
  return { briefly: briefly(code), next: nextStep(record) };
}
