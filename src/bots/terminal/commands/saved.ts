/** How a job ended for whoever sits here: where its file is, or why there is none. */
import { isUndelivered, type Job } from '../../../core/domain/job.ts';
import { failureSentence } from '../../../core/view/ending.ts';
import { resultPath, type Terminal } from '../index.ts';
import type { Out } from '../out.ts';
import { terminalWords as words } from '../words.ts';

/** Where another process has saved it, it has at least been asked for under this name. */
export const savedPath = (job: Job, out: Out, terminal: Terminal): string | undefined =>
  job.state === 'done' && job.result
    ? (terminal.savedAs(job.id) ?? resultPath(out, job.result.type))
    : undefined;

/** Why there is no file; a result that is there is not lost by that. */
export function endOf(job: Job): string {
  const why = job.failure?.facts.detail;
  return isUndelivered(job) && typeof why === 'string' ? words.notSaved(why, job.id) : failureSentence(job);
}
