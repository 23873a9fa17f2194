/** Whether anybody still asks after a request: who cancels a job asks no more, and the protocol has no other word for it. */
import { setTimeout as pause } from 'node:timers/promises';
import { WorkRefused } from '../../media/task.ts';
import type { LabRequest } from './work.ts';

/**
 * @param patienceMs ms without a question until nobody is taken to wait any more
 * @param isKnown whether the request with this id is still remembered
 * @param signal aborted when the lab closes
 */
export function createAttendance(patienceMs: number, isKnown: (id: string) => boolean, signal: AbortSignal) {
  const betweenLooksMs = Math.min(1000, patienceMs / 4);
  const left = ({ asked }: LabRequest): boolean => performance.now() - asked > patienceMs;

  return {
    /** Its signal aborts once nobody has asked after the request for a while. */
    attendance(request: LabRequest) {
      const away = new AbortController();
      const look = () => left(request) && away.abort(new Error('Nobody asks after it.'));
      look();
      const timer = setInterval(look, betweenLooksMs).unref();
      return { signal: away.signal, end: () => clearInterval(timer) };
    },
    /** @throws WorkRefused when it was forgotten meanwhile; the signal's reason */
    async askedAgain(request: LabRequest): Promise<void> {
      while (left(request)) {
        if (!isKnown(request.id)) throw new WorkRefused('Nobody asked after it.');
        await pause(betweenLooksMs, undefined, { signal });
      }
    },
  };
}
