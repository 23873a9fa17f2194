/**
 * Which process shows a card. The one that claims a version shows it, and then its progress, minute by minute; when
 * that one is gone, another takes the next minute. Claims are forgotten after a minute, so they are made once each.
 */
import type { Job } from '../domain/job.ts';
import type { Store } from '../store/store.ts';

export type CardOwner = {
  /** Whether this process is to show this version. */
  version(job: Job): Promise<boolean>;
  /** Whether it is to show progress now. @param newcomer ask for it, although another process showed the version. */
  progress(job: Job, newcomer: boolean): Promise<boolean>;
  /** In so many ms the next minute has begun, and whoever shows progress has claimed it. */
  nextTry(): number;
  forget(id: string): void;
};

const minuteMs = 60_000;
const lateMs = 10_000;

/** @param clock ms since 1970. */
export function createCardOwner(store: Pick<Store, 'claimShow'>, clock: () => number): CardOwner {
  /** By job: the version claimed last, and the minute of it. */
  const held = new Map<string, { version: number; minute?: number }>();

  async function progress({ id, version }: Job, newcomer: boolean): Promise<boolean> {
    const before = held.get(id);
    if (!before && !newcomer) return false;
    const minute = Math.floor(clock() / minuteMs);
    if (before?.version === version && before.minute === minute) return true;
    const mine = await store.claimShow(`${id} progress ${version}`, minute);
    if (mine) held.set(id, { version, minute });
    else held.delete(id);
    return mine;
  }

  return {
    progress,
    async version(job) {
      const { id, version } = job;
      if (held.get(id)?.version === version) return true;
      const mine = await store.claimShow(id, version);
      if (!mine) held.delete(id);
      else {
        held.set(id, { version });
        await progress(job, false);
      }
      return mine;
    },
    nextTry: () => minuteMs - (clock() % minuteMs) + lateMs,
    forget: (id) => void held.delete(id),
  };
}
