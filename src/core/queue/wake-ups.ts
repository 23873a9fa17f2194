/** What wakes the steps of a job's life: which there are, and how the engine asks for them. */

import type { Job } from '../domain/job.ts';

/** Work of a job, by what it needs; `deliver` is done where the platform is served. */
export type Handlers = {
  submit(id: string): Promise<void>;
  /** As far as it goes without being paid for. */
  prepare(id: string): Promise<void>;
  /** @param held its record, where this process holds it for this step since it ended the one before */
  fetch(id: string, held?: Job): Promise<void>;
  deliver(id: string, held?: Job): Promise<void>;
  /** Something in the due set has become due. Answers when the next thing does, as far as is known. */
  sweep(): Promise<number | undefined>;
  /** Housekeeping, about once a minute in one of the processes. */
  maintain(): Promise<void>;
};

export type Queues = {
  /** `ahead`: how many jobs of this person are before it; people with fewer go first. */
  wakeSubmit(id: string, ahead: number): Promise<void>;
  /** Of a job that will have to wait for others: begun by this process where it works and has a hand free, else as `wakeSubmit`. */
  wakePrepare(id: string, ahead: number): Promise<void>;
  /**
   * Begun by this process itself where it works and has a hand free, otherwise by whichever process is woken.
   * @param held its record, where a hand was free and this process holds it for the step
   */
  wakeFetch(id: string, held?: Job): Promise<void>;
  /** The same, where the platform is served. */
  wakeDeliver(platform: string, id: string, held?: Job): Promise<void>;
  /** Whether this process would take the step itself: `fetch`, or what is posted on a platform. */
  hasHand(step: { fetch: true } | { platform: string }): boolean;
  /** Sweep at this time (ms since 1970), at once if it has passed. */
  wakeSweep(at: number): Promise<void>;
  /** Housekeeping now rather than within the minute. */
  wakeMaintain(): Promise<void>;
  /** No submit in any process for so long: the provider said so. */
  pauseSubmits(ms: number): Promise<void>;
  /** BullMQ's own, for whoever shows them as they are; read them only. */
  all(): readonly object[];
  /** Begins work; `platforms` are those whose deliveries this process makes. */
  start(handlers: Handlers, platforms: readonly string[]): Promise<void>;
  /** Takes no new work, waits for what runs (see `engine` for how that is made short), lets go of Redis. */
  close(): Promise<void>;
};
