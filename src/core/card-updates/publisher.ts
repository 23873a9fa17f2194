/**
 * Status edits on the way: the latest state wins, one edit per card at a time, each version shown by one process.
 * What a job ends with is not shown from here but by its last step, which cannot be lost.
 */
import { isOver, type Job } from '../domain/job.ts';
import type { Log } from '../log.ts';
import type { Platform } from '../ports/platform.ts';
import { createKnownRecords } from '../store/jobs/known-records.ts';
import type { Store } from '../store/store.ts';
import type { View } from '../view/view.ts';
import type { Reason } from './edit-purpose.ts';
import { isRateLimited } from './live-cards.ts';
import { createRateLimitedCards } from './rate-limited-cards.ts';
import type { Slot } from './slot.ts';
import { createKeyedTimers, realTime, type Time } from './time.ts';

export type Publisher = {
  start(): Promise<void>;
  /**
   * Shows a state that must be seen, after any edit of its card that is on its way from here, so that an older state
   * never lands on top. `once`: unless a process has shown this version, or the card says as much already.
   * @throws what the platform's `show` throws; and Error when a platform with edit limits has no room for it within
   * seconds, or the publisher is closed: then it is shown as soon as there is, and asking again finds it shown.
   */
  show(job: Job, options?: { once: boolean }): Promise<void>;
  /** Begins no edit any more, waits for those on their way, leaves no timer. */
  close(): Promise<void>;
};

export function createPublisher(context: {
  /** Its `read` answers a job as its card has it: of several with one card, the one whose address has it. */
  store: Store;
  platforms: ReadonlyMap<string, Platform>;
  log: Log;
  viewOf: (job: Job) => Promise<View>;
  /** Calls back with the jobs that stand elsewhere in line, although they have not changed. Returns how to stop. */
  onMove?: (moved: (ids: readonly string[]) => void) => Promise<() => void>;
  clock?: () => number;
  time?: Time;
}): Publisher {
  const { store, platforms, log, viewOf, onMove, clock = Date.now, time = realTime } = context;
  /** Cards whose next look has not begun: it will see whatever the job is then. */
  const waiting = new Set<string>();
  const records = createKnownRecords(store);
  const timers = createKeyedTimers(time);
  const stops: (() => void)[] = [];
  let resuming: Promise<void> | undefined;
  let closed = false;

  function inBackground(id: string, edit: () => Promise<void>): Promise<void> {
    return records.edit(id, edit).catch((error: unknown) => {
      log.warn({ job: id, err: error }, 'a card could not be brought up to date');
      rateLimited.failed(id, error);
    });
  }

  function lookLater(id: string, ms: number): void {
    if (closed) timers.clear(id);
    else timers.set(id, ms, () => lookSoon(id, 'timer'));
  }

  function lookSoon(id: string, reason: Reason, slot?: Slot): void {
    if (slot) void inBackground(id, () => look(id, reason, slot));
    else if (!closed && !waiting.has(id)) {
      waiting.add(id);
      void inBackground(id, () => {
        waiting.delete(id);
        return look(id, reason);
      });
    }
  }

  async function look(id: string, reason: Reason, slot?: Slot): Promise<void> {
    try {
      if (closed) return;
      timers.clear(id);
      const job = await records.latest(id);
      const platform = job && platforms.get(job.platform);
      if (!job || !platform) rateLimited.forget(id);
      else if (job.id !== id) lookSoon(job.id, reason);
      else if (isRateLimited(platform)) await rateLimited.look(job, platform, reason, slot);
      else await showNow(job, platform, reason);
    } finally {
      slot?.unused();
    }
  }

  async function showNow(job: Job, platform: Platform, reason: Reason): Promise<void> {
    if (isOver(job.state)) return;
    const view = await viewOf(job);
    // A place in line moves while the version stays.
    const { id, version } = job;
    const claim = () =>
      reason === 'move' ? store.claimNews(id, version, view.news) : store.claimShow(id, version);
    const mine = platform.isMine ? platform.isMine(job.address) : reason === 'timer' || (await claim());
    if (!mine) return;
    await platform.show(job.address, view);
    if (platform.tickMs !== undefined) lookLater(job.id, platform.tickMs);
  }

  async function showNext(job: Job, once: boolean): Promise<void> {
    const platform = platforms.get(job.platform);
    if (platform && isRateLimited(platform)) return rateLimited.show(job, platform, once);
    if (once && !platform?.isMine && !(await store.claimShow(job.id, job.version))) return;
    await platform?.show(job.address, await viewOf(job));
  }

  function changed(id: string, job?: Job): void {
    // One of several is not what their card shows.
    records.changed(id, job?.batch ? undefined : job);
    lookSoon(job?.batch?.id ?? id, 'notice');
  }
  const moved = (ids: readonly string[]) => ids.forEach((id) => void lookSoon(id, 'move'));

  const rateLimited = createRateLimitedCards({ store, log, viewOf, clock, time, lookLater, lookSoon });

  /** The card of a job that was on its way before this process was. */
  async function resume(id: string): Promise<void> {
    const job = closed ? undefined : await store.read(id);
    const platform = job && platforms.get(job.platform);
    if (job && platform && isRateLimited(platform)) await rateLimited.resume(job, platform);
  }
  async function resumeAll(): Promise<void> {
    for (const id of await store.live()) await inBackground(id, () => resume(id));
  }

  return {
    async show(job, { once } = { once: false }) {
      const drawn = job.batch ? ((await store.read(job.id)) ?? job) : job;
      await records.edit(drawn.id, () => showNext(drawn, once));
    },

    async start() {
      stops.push(await store.onChange(changed));
      if (onMove && [...platforms.values()].some(({ isMine }) => !isMine)) stops.push(await onMove(moved));
      if (![...platforms.values()].some(isRateLimited)) return;
      const failed = (error: unknown) => log.warn({ err: error }, 'cards could not be resumed');
      resuming = resumeAll().catch(failed);
    },
    async close() {
      closed = true;
      for (const stop of stops) stop();
      timers.clearAll();
      const asked = rateLimited.close();
      await resuming;
      await records.idle();
      await asked;
    },
  };
}
