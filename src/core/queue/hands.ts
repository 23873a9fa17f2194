/**
 * Steps that this process takes itself as soon as the one before has ended: a wake-up through the queue costs more than the
 * step. Few wait in its hands, and what a crash leaves there comes due as all else does.
 */
import type { Job } from '../domain/job.ts';
import type { Log } from '../log.ts';

export type Hands = {
  /** Whether one more would be taken now. */
  isFree(): boolean;
  /**
   * Whether the step of this job is taken; otherwise somebody is to be woken for it.
   * @param held its record, where this process holds it for the step: it is taken even where no hand is free
   */
  take(id: string, held?: Job): boolean;
  /** Takes nothing more, and waits for what runs or is held. */
  close(): Promise<void>;
};

/** @param options.atOnce steps that run. @param options.waiting how many more may wait for them */
export function createHands(
  step: (id: string, held?: Job) => Promise<void>,
  { atOnce, waiting, log }: { atOnce: number; waiting: number; log: Log },
): Hands {
  /** By job; `again`: it was wanted once more while it ran, and may have seen the record before that. */
  const running = new Map<string, { again: boolean; ended: Promise<void> }>();
  const next = new Map<string, Job | undefined>();
  let closed = false;

  async function run(id: string, it: { again: boolean }, held: Job | undefined): Promise<void> {
    let record = held;
    do {
      it.again = false;
      await step(id, record).catch((error: unknown) =>
        log.error({ job: id, err: error }, 'a step failed; it comes due again'),
      );
      record = undefined;
    } while (it.again && !closed);
    running.delete(id);
    for (const [waits, record] of next) {
      next.delete(waits);
      // Woken only, it is as well woken by whoever finds it due.
      if (closed && !record) continue;
      begin(waits, record);
      break;
    }
  }

  function begin(id: string, held: Job | undefined): void {
    const it = { again: false, ended: Promise.resolve() };
    running.set(id, it);
    it.ended = run(id, it, held);
  }

  const isFree = () => !closed && running.size + next.size < atOnce + waiting;

  return {
    isFree,
    take(id, held) {
      const before = running.get(id);
      if (closed && !held) return false;
      if (before) {
        before.again = true;
        return true;
      }
      if (!held && !next.has(id) && !isFree()) return false;
      if (running.size < atOnce) begin(id, held);
      else next.set(id, held ?? next.get(id));
      return true;
    },
    async close() {
      closed = true;
      while (running.size > 0) await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}
