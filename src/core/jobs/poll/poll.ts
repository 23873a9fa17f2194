/**
 * What is due is looked at here. Jobs that wait at the provider are asked about, as many at once as there are HTTP
 * slots; no worker is held by a job that waits. Everything else that is due was forgotten by a dead process or a
 * flushed queue, and is woken again.
 */
import type { Context } from '../context.ts';
import { look } from './look.ts';

/** With one claim: the embedded Redis does nothing else meanwhile. */
const mostClaimed = 64;

export type Poller = {
  /** Answers when the next is due, in ms since 1970, as far as is known. */
  sweep(): Promise<number | undefined>;
  close(): Promise<void>;
};

/** @param slots how many questions may be on their way at once. */
export function createPoller(context: Context, slots: number): Poller {
  const running = new Set<Promise<void>>();
  let claiming: Promise<number | undefined> | undefined;
  /** Somebody wanted a sweep during one. */
  let again = false;
  /** The last claim took as much as there was room for, so there may be more. */
  let more = false;

  /** One claim at a time in a process, or two would fill the same slots. */
  function sweep(): Promise<number | undefined> {
    again = true;
    claiming ??= (async () => {
      let next: number | undefined;
      while (again && !context.stopping.aborted) {
        again = false;
        next = await claimAndCheck();
      }
      return next;
    })().finally(() => {
      claiming = undefined;
    });
    return claiming;
  }

  async function claimAndCheck(): Promise<number | undefined> {
    const free = slots - running.size;
    more = free <= 0;
    if (more) return undefined;
    const atMost = Math.min(free, mostClaimed);
    const { claimed, next } = await context.store.claim(atMost, context.timings.claimMs);
    more = claimed.length === atMost;
    again ||= more && atMost < free;
    for (const { id, question } of claimed) {
      const looking = look(context, id, question)
        .catch((error: unknown) => failed(error, id))
        .finally(() => {
          running.delete(looking);
          // Half of the slots at once: a claim for each one that becomes free would be a claim a question.
          if (more && running.size <= slots / 2) sweep().catch((error: unknown) => failed(error));
        });
      running.add(looking);
    }
    // What has room left over knows that nothing more is due now; otherwise the looks that end go on.
    if (next === undefined || more) return undefined;
    await context.queues.wakeSweep(next);
    return next;
  }

  function failed(error: unknown, job?: string): void {
    context.log.error({ job, err: error }, 'what is due could not be looked at; it comes due again');
  }

  return {
    sweep,
    async close() {
      while (claiming || running.size > 0) await Promise.allSettled([claiming, ...running]);
    },
  };
}
