/**
 * What is due is looked at here. Jobs that wait at the provider are asked about, as many at once as there are HTTP
 * slots; no worker is held by a job that waits. Everything else that is due was forgotten by a dead process or a
 * flushed queue, and is woken again.
 */
import type { Context } from '../context.ts';
import { look } from './look.ts';

export type Poller = { sweep(): Promise<void>; close(): Promise<void> };

/** @param slots how many questions may be on their way at once. */
export function createPoller(context: Context, slots: number): Poller {
  const running = new Set<Promise<void>>();
  let claiming: Promise<void> | undefined;
  /** Somebody wanted a sweep during one. */
  let again = false;
  /** The last claim took as much as there was room for, so there may be more. */
  let more = false;

  /** One claim at a time in a process, or two would fill the same slots. */
  function sweep(): Promise<void> {
    again = true;
    claiming ??= (async () => {
      while (again && !context.stopping.aborted) {
        again = false;
        await claimAndCheck();
      }
    })().finally(() => {
      claiming = undefined;
    });
    return claiming;
  }

  async function claimAndCheck(): Promise<void> {
    const free = slots - running.size;
    more = free <= 0;
    if (more) return;
    const ids = await context.store.claim(free, context.timings.claimMs);
    more = ids.length === free;
    for (const id of ids) {
      const looking = look(context, id)
        .catch((error: unknown) => failed(error, id))
        .finally(() => {
          running.delete(looking);
          // Half of the slots at once: a claim for each one that becomes free would be a claim a question.
          if (more && running.size <= slots / 2) sweep().catch((error: unknown) => failed(error));
        });
      running.add(looking);
    }
    // What has room left over knows that nothing more is due now; otherwise the looks that end go on.
    const next = more ? undefined : await context.store.nextDue();
    if (next !== undefined) await context.queues.wakeSweep(next);
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
