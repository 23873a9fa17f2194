/** When the results of a batch are posted together, and which of them. Pure; times in ms since 1970. */
import { hasResult, isOver, type Job } from '../job.ts';
import type { Member } from './batch.ts';

/**
 * ms. For so long after the last result came those that are here wait for the others; what comes later is posted by itself. One
 * picture that hangs must not keep nine.
 */
const waitsMs = 10 * 60_000;

/** Its result is here and not posted yet. */
export const isWaiting = (job: Job): boolean => job.state === 'fetched' && job.batch?.alone === undefined;

/** Nothing more will come of it that the others could wait for. */
const isThrough = ({ job, coming }: Member): boolean =>
  job ? isOver(job.state) || hasResult(job.state) : !coming;

/** Whether they are posted now, and else when to look again at the latest. `here`: in the order of the request. */
export function gathering(members: readonly Member[], now: number): { here: Job[]; until?: number } {
  const here = members.flatMap(({ job }) => (job && isWaiting(job) ? [job] : []));
  if (members.every(isThrough)) return { here };
  const until = Math.max(...here.map(({ resultAt, changedAt }) => resultAt ?? changedAt)) + waitsMs;
  return now >= until ? { here } : { here, until };
}
