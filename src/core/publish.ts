/**
 * Status edits on the way: the latest state wins, one edit per card at a time, each version shown by one process.
 * What a job ends with is not shown from here but by its last step, which cannot be lost.
 */
import { isOver, type Job } from './job/record.ts';
import type { Log } from './log.ts';
import type { Platform } from './platform.ts';
import type { Store } from './store/store.ts';
import type { View } from './view.ts';

export type Publisher = { start(): Promise<void>; close(): Promise<void> };

export function createPublisher(context: {
  store: Store;
  platforms: ReadonlyMap<string, Platform>;
  log: Log;
  viewOf: (job: Job) => Promise<View>;
}): Publisher {
  const { store, platforms, log, viewOf } = context;
  /** Cards being edited now; true: something changed meanwhile. */
  const editing = new Map<string, boolean>();
  const edits = new Set<Promise<void>>();
  const ticking = new Map<string, NodeJS.Timeout>();
  let stop: (() => void) | undefined;
  let closed = false;

  function changed(id: string, tick = false): void {
    if (closed) return;
    if (editing.has(id)) {
      editing.set(id, true);
      return;
    }
    editing.set(id, false);
    const edit = show(id, tick)
      .catch((error: unknown) => log.warn({ job: id, err: error }, 'a card could not be brought up to date'))
      .finally(() => {
        const again = editing.get(id);
        editing.delete(id);
        edits.delete(edit);
        if (again) changed(id);
      });
    edits.add(edit);
  }

  async function show(id: string, tick: boolean): Promise<void> {
    const job = await store.read(id);
    const platform = job && platforms.get(job.platform);
    clearTimeout(ticking.get(id));
    ticking.delete(id);
    if (!job || !platform || isOver(job.state)) return;
    const mine = platform.isMine
      ? platform.isMine(job.address)
      : tick || (await store.claimShow(id, job.version));
    if (!mine) return;
    await platform.show(job.address, await viewOf(job));
    if (platform.tickMs !== undefined && !closed)
      ticking.set(
        id,
        setTimeout(() => changed(id, true), platform.tickMs),
      );
  }

  return {
    async start() {
      stop = await store.onChange((id) => changed(id));
    },
    async close() {
      closed = true;
      stop?.();
      for (const timer of ticking.values()) clearTimeout(timer);
      await Promise.all(edits);
    },
  };
}
