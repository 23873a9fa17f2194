/**
 * Steps that this process takes itself as soon as the one before has ended: a wake-up through the queue costs more than the
 * step. Only as many as run at once are in its hands, so nothing waits where a crash would leave it.
 */
import type { Log } from '../log.ts';

export type Hands = {
  /** Whether the step of this job is taken; otherwise somebody is to be woken for it. */
  take(id: string): boolean;
  /** Takes nothing more, and waits for what runs. */
  close(): Promise<void>;
};

/** @param atOnce steps in hand at most */
export function createHands(step: (id: string) => Promise<void>, atOnce: number, log: Log): Hands {
  /** By job; `again`: it was wanted once more while it ran, and may have seen the record before that. */
  const running = new Map<string, { again: boolean; ended: Promise<void> }>();
  let closed = false;

  async function run(id: string, it: { again: boolean }): Promise<void> {
    do {
      it.again = false;
      await step(id).catch((error: unknown) =>
        log.error({ job: id, err: error }, 'a step failed; it comes due again'),
      );
    } while (it.again && !closed);
    running.delete(id);
  }

  return {
    take(id) {
      if (closed) return false;
      const before = running.get(id);
      if (before) {
        before.again = true;
        return true;
      }
      if (running.size >= atOnce) return false;
      const it = { again: false, ended: Promise.resolve() };
      running.set(id, it);
      it.ended = run(id, it);
      return true;
    },
    async close() {
      closed = true;
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}
