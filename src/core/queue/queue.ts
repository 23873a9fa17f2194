/**
 * BullMQ, which only this file and `worker.ts` know. A queued entry is a wake-up, never a proof: whoever wakes reads the
 * job's record, and waking twice changes nothing. What a flushed queue forgets, the due set brings back.
 */
import { type ConnectionOptions, Queue, type Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Job } from '../domain/job.ts';
import type { Log } from '../log.ts';
import { createHands, type Hands } from './hands.ts';
import { createSweepSlots } from './sweep-slots.ts';
import { createSweepTimer, type SweepTimer } from './sweep-timer.ts';
import type { Queues } from './wake-ups.ts';
import { createWorker } from './worker.ts';

export type { Queues };

/** Steps of one kind at once, in the workers of a process and, but for submits, in its hands. */
const atOnce = { submit: 8, prepare: 8, fetch: 8, deliver: 8 };
/** Steps that wait in the hands of a process for those that run. What waits for longer than a lease is anybody's. */
const waiting = 200;

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
  const names = new Set(['submit', 'fetch', 'poll', 'maintenance']);
  const sweepIn = createSweepSlots((slot, delay) =>
    queue('poll').add('sweep', '', { jobId: `slot-${slot}`, delay }),
  );
  /** Both only once this process works; hands by queue. */
  let timer: SweepTimer | undefined;
  const hands = new Map<string, Hands>();

  function queue(name: string): Queue<string> {
    let existing = made.get(name);
    if (!existing) {
      existing = new Queue<string>(name, {
        ...shared,
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
        // The embedded server copies all of a stream with each event; nobody listens to these.
        streams: { events: { maxLen: 10 } },
      });
      existing.on('error', (error) => log.warn({ err: error, queue: name }, 'queue'));
      made.set(name, existing);
    }
    return existing;
  }

  function worker(name: string, run: (id: string) => Promise<unknown>, atOnce: number, perMinute?: number) {
    workers.push(createWorker(name, run, { shared, log, lockMs, atOnce, perMinute }));
  }

  function step(name: string, run: (id: string, held?: Job) => Promise<void>, most: number) {
    worker(name, (id) => run(id), most);
    hands.set(name, createHands(run, { atOnce: most, waiting, log }));
  }

  async function wakeSubmit(id: string, ahead: number): Promise<void> {
    // A second wake-up is the same wake-up.
    await queue('submit').add('submit', id, { jobId: `job-${id}`, priority: Math.min(ahead + 1, 1000) });
  }

  return {
    wakeSubmit,
    wakePrepare: async (id, ahead) => {
      if (!hands.get('prepare')?.take(id)) await wakeSubmit(id, ahead);
    },
    wakeFetch: async (id, held) => {
      if (hands.get('fetch')?.take(id, held)) return;
      await queue('fetch').add('fetch', id, { jobId: `job-${id}` });
    },
    wakeDeliver: async (platform, id, held) => {
      const name = `deliver-${platform}`;
      if (hands.get(name)?.take(id, held)) return;
      await queue(name).add('deliver', id, { jobId: `job-${id}` });
    },
    hasHand: (step) => hands.get('fetch' in step ? 'fetch' : `deliver-${step.platform}`)?.isFree() ?? false,
    wakeSweep: async (at) => {
      timer?.soon(at);
      const now = clock();
      if (at <= now) {
        if (!timer) await queue('poll').add('sweep', '');
        return;
      }
      await sweepIn(at, now);
    },
    wakeMaintain: async () => {
      await queue('maintenance').add('maintain', '');
    },
    pauseSubmits: async (ms) => {
      await queue('submit').rateLimit(ms);
    },

    all: () => [...names].map(queue),
    async start(handlers, platforms) {
      worker('submit', handlers.submit, atOnce.submit, options.submitsPerMinute);
      hands.set('prepare', createHands(handlers.prepare, { atOnce: atOnce.prepare, waiting, log }));
      step('fetch', handlers.fetch, atOnce.fetch);
      timer = createSweepTimer(handlers.sweep, { clock, log });
      worker('poll', handlers.sweep, 1);
      worker('maintenance', handlers.maintain, 1);
      for (const platform of platforms) names.add(`deliver-${platform}`);
      for (const platform of platforms) step(`deliver-${platform}`, handlers.deliver, atOnce.deliver);
      await queue('maintenance').upsertJobScheduler(
        'maintain',
        { every: 60_000 },
        { name: 'maintain', data: '' },
      );
      await Promise.all(workers.map((each) => each.waitUntilReady()));
    },

    async close() {
      timer?.close();
      await Promise.all([...hands.values()].map((each) => each.close()));
      await Promise.all(workers.map((each) => each.close()));
      await Promise.all([...made.values()].map((each) => each.close()));
      connection.disconnect();
    },
  };
}
