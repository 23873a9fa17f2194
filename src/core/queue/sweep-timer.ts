/** Looks at what is due in this process, as soon as it is: BullMQ's own sweeps are a second apart. Times in ms since 1970. */
import type { Log } from '../log.ts';

export type SweepTimer = {
  /** Sweep at this time, at once if it has passed. */
  soon(at: number): void;
  close(): void;
};

/** What comes due within it is looked at together. */
const togetherMs = 20;
/** A look all the same: another process may have died with what it knew to be due. */
const lookMs = 1000;
const idleMs = 5000;

/** @param sweep answers when the next is due, as far as is known */
export function createSweepTimer(
  sweep: () => Promise<number | undefined>,
  { clock, log }: { clock: () => number; log: Log },
): SweepTimer {
  let timer: NodeJS.Timeout | undefined;
  /** Of the timer; it has begun to count where it is finite. */
  let planned = Number.POSITIVE_INFINITY;
  let closed = false;

  function soon(at: number): void {
    if (closed || at >= planned) return;
    clearTimeout(timer);
    planned = at;
    timer = setTimeout(look, Math.max(0, Math.ceil((at - clock()) / togetherMs) * togetherMs));
  }

  function look(): void {
    planned = Number.POSITIVE_INFINITY;
    sweep()
      .then((next) => soon(clock() + (next === undefined ? idleMs : lookMs)))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'what is due could not be read; it is tried again');
        soon(clock() + lookMs);
      });
  }

  return {
    soon,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
