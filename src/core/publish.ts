/**
 * Status edits on the way: the latest state wins, one edit per card at a time, each version shown by one process.
 * What a job ends with is not shown from here but by its last step, which cannot be lost.
 */
import { isOver, type Job } from './job/record.ts';
import type { Log } from './log.ts';
import type { Platform } from './platform.ts';
import type { Store } from './store/store.ts';
import type { View } from './view.ts';

export type Publisher = {
  start(): Promise<void>;
  /**
   * Shows a state that must be seen, after any edit of its card that is on its way from here, so that an older state
   * never lands on top. `once`: unless a process has shown this version. @throws what the platform's `show` throws.
   */
  show(job: Job, options?: { once: boolean }): Promise<void>;
  close(): Promise<void>;
};

export function createPublisher(context: {
  store: Store;
  platforms: ReadonlyMap<string, Platform>;
  log: Log;
  viewOf: (job: Job) => Promise<View>;
}): Publisher {
  const { store, platforms, log, viewOf } = context;
  /** The last edit of each card that is being edited; it never rejects. */
  const turns = new Map<string, Promise<void>>();
  /** Cards whose next edit has not begun: it will show whatever the job is then. */
  const waiting = new Set<string>();
  const ticking = new Map<string, NodeJS.Timeout>();
  let stop: (() => void) | undefined;
  let closed = false;

  function inTurn(id: string, edit: () => Promise<void>): Promise<void> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(edit);
    const over = turn
      .catch(() => undefined)
      .then(() => {
        if (turns.get(id) === over) turns.delete(id);
      });
    turns.set(id, over);
    return turn;
  }

  function changed(id: string, tick = false): void {
    if (closed || waiting.has(id)) return;
    waiting.add(id);
    inTurn(id, () => {
      waiting.delete(id);
      return closed ? Promise.resolve() : show(id, tick);
    }).catch((error: unknown) => log.warn({ job: id, err: error }, 'a card could not be brought up to date'));
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
    show: (job, { once } = { once: false }) =>
      inTurn(job.id, async () => {
        const platform = platforms.get(job.platform);
        if (once && !platform?.isMine && !(await store.claimShow(job.id, job.version))) return;
        await platform?.show(job.address, await viewOf(job));
      }),

    async start() {
      stop = await store.onChange((id) => changed(id));
    },
    async close() {
      closed = true;
      stop?.();
      for (const timer of ticking.values()) clearTimeout(timer);
      await Promise.all(turns.values());
    },
  };
}
