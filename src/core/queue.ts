/**
 * BullMQ, and the only file that knows it. A queued entry is a wake-up, never a proof: whoever wakes reads the
 * job's record, and waking twice changes nothing. What a flushed queue forgets, the due set brings back.
 */
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Log } from './log.ts';

/** Work of a job, by what it needs; `deliver` has a queue per platform, served where the platform is. */
export type Handlers = {
  submit(id: string): Promise<void>;
  fetch(id: string): Promise<void>;
  deliver(id: string): Promise<void>;
  /** Something in the due set has become due. */
  sweep(): Promise<void>;
  /** Housekeeping, about once a minute in one of the processes. */
  maintain(): Promise<void>;
};

export type Queues = {
  /** `ahead`: how many jobs of this person are before it; people with fewer go first. */
  wakeSubmit(id: string, ahead: number): Promise<void>;
  wakeFetch(id: string): Promise<void>;
  wakeDeliver(platform: string, id: string): Promise<void>;
  /** Sweep at this time (ms since 1970), at once if it has passed. */
  wakeSweep(at: number): Promise<void>;
  /** Housekeeping now rather than within the minute. */
  wakeMaintain(): Promise<void>;
  /** No submit in any process for so long: the provider said so. */
  pauseSubmits(ms: number): Promise<void>;
  /** Begins work; `platforms` are those whose deliveries this process makes. */
  start(handlers: Handlers, platforms: readonly string[]): Promise<void>;
  /** Takes no new work, waits for what runs (see `engine` for how that is made short), lets go of Redis. */
  close(): Promise<void>;
};

/** Sweeps are put together into slots of this length, so a thousand due times make few wake-ups. */
const slotMs = 100;

export function createQueues(options: {
  /** Makes a connection for workers (see `connectRedis`). */
  connect: () => Redis;
  prefix: string;
  log: Log;
  clock: () => number;
  submitsPerMinute: number;
  /** How long a dead process's wake-up stays taken, in ms. Short is safe: effects are fenced by the record. */
  lockMs?: number;
}): Queues {
  const { prefix, log, clock, lockMs = 10_000 } = options;
  const connection = options.connect();
  // BullMQ's types name ioredis' interface structurally; the object is exactly that.
  const shared = { connection: connection as ConnectionOptions, prefix: `${prefix}:queue` };
  const made = new Map<string, Queue<string>>();
  const workers: Worker<string>[] = [];
  /** Slots to come that this process has asked for: with many jobs in flight most of their times fall into these. */
  const asked = new Set<number>();

  function queue(name: string): Queue<string> {
    let existing = made.get(name);
    if (!existing) {
      existing = new Queue<string>(name, {
        ...shared,
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
        // The embedded server slows down with a long stream; nobody listens to these events.
        streams: { events: { maxLen: 200 } },
      });
      existing.on('error', (error) => log.warn({ err: error, queue: name }, 'queue'));
      made.set(name, existing);
    }
    return existing;
  }

  function worker(name: string, run: (id: string) => Promise<void>, concurrency: number, perMinute?: number) {
    const made = new Worker<string>(name, (entry) => run(entry.data), {
      ...shared,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs / 2,
      // How often a job may take the program down with it is counted in its record, not here.
      maxStalledCount: 1000,
      ...(perMinute ? { limiter: { max: perMinute, duration: 60_000 } } : {}),
    });
    made.on('error', (error) => log.warn({ err: error, queue: name }, 'worker'));
    made.on('failed', (_entry, error) =>
      log.error({ err: error, queue: name }, 'wake-up failed; it comes due again'),
    );
    workers.push(made);
  }

  return {
    // One entry per job while it waits: a second wake-up is the same wake-up.
    wakeSubmit: async (id, ahead) => {
      await queue('submit').add('submit', id, { jobId: `job-${id}`, priority: Math.min(ahead + 1, 1000) });
    },
    wakeFetch: async (id) => {
      await queue('fetch').add('fetch', id, { jobId: `job-${id}` });
    },
    wakeDeliver: async (platform, id) => {
      await queue(`deliver-${platform}`).add('deliver', id, { jobId: `job-${id}` });
    },
    wakeSweep: async (at) => {
      const now = clock();
      if (at <= now) {
        await queue('poll').add('sweep', '');
        return;
      }
      const slot = Math.ceil(at / slotMs);
      if (asked.has(slot)) return;
      for (const past of asked) if (past * slotMs <= now) asked.delete(past);
      await queue('poll').add('sweep', '', { jobId: `slot-${slot}`, delay: slot * slotMs - now });
      // After Redis has it: a wake-up that failed must be asked for again.
      asked.add(slot);
    },
    wakeMaintain: async () => {
      await queue('maintenance').add('maintain', '');
    },
    pauseSubmits: async (ms) => {
      await queue('submit').rateLimit(ms);
    },

    async start(handlers, platforms) {
      worker('submit', handlers.submit, 8, options.submitsPerMinute);
      worker('fetch', handlers.fetch, 4);
      worker('poll', handlers.sweep, 2);
      worker('maintenance', handlers.maintain, 1);
      for (const platform of platforms) worker(`deliver-${platform}`, handlers.deliver, 8);
      await queue('maintenance').upsertJobScheduler(
        'maintain',
        { every: 60_000 },
        { name: 'maintain', data: '' },
      );
      await Promise.all(workers.map((each) => each.waitUntilReady()));
    },

    async close() {
      await Promise.all(workers.map((each) => each.close()));
      await Promise.all([...made.values()].map((each) => each.close()));
      connection.disconnect();
    },
  };
}
