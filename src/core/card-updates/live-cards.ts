/** How many cards are live, in each lane and in all, and how slow the progress of each must therefore be. */
import { isOver, type Job } from '../domain/job.ts';
import type { Budget, EditLimits } from '../ports/edit-limits.ts';
import type { Platform } from '../ports/platform.ts';

/** A platform that limits its edits. */
export type RateLimited = Platform & Required<Pick<Platform, 'editLimits'>>;
export const isRateLimited = (platform: Platform): platform is RateLimited =>
  platform.editLimits !== undefined;

export type LiveCards = {
  /** The edit limits of a job's card as things are; a job that is not over counts as live from then on. */
  editLimitsOf(job: Job, platform: RateLimited): EditLimits;
  leave(id: string): void;
};

/** Edits a second that show progress, on all cards of this process. */
const progressPerSecond = 15;
/** The same with those that show a place in line or the like. */
const newsPerSecond = 30;
const endless = Number.POSITIVE_INFINITY;
const whole: Budget = {
  name: 'all cards',
  perMs: 1000,
  most: { end: endless, state: endless, news: newsPerSecond, progress: progressPerSecond },
};

/** @param clock ms since 1970. @param slowness by how much progress in a lane is slower than its limits say. */
export function createLiveCards(clock: () => number, slowness: (lane: string) => number): LiveCards {
  /** By job. */
  const live = new Map<string, string>();
  return {
    editLimitsOf(job, platform) {
      const ageMs = clock() - job.createdAt;
      // The lane's name is needed to count who is in it.
      const { lane } = platform.editLimits(job.address, { liveInLane: 1, ageMs });
      if (isOver(job.state)) live.delete(job.id);
      else live.set(job.id, lane);
      const liveInLane = Math.max(1, [...live.values()].filter((each) => each === lane).length);
      const { budgets, progressMs, ...rest } = platform.editLimits(job.address, { liveInLane, ageMs });
      const all = (live.size * 1000) / progressPerSecond;
      return {
        ...rest,
        lane,
        budgets: [...budgets, whole],
        progressMs: progressMs === undefined ? undefined : Math.max(progressMs * slowness(lane), all),
      };
    },
    leave: (id) => void live.delete(id),
  };
}
