/** Who takes wake-ups of one kind out of BullMQ. */
import { type ConnectionOptions, Worker } from 'bullmq';
import type { Log } from '../log.ts';

const quietMs = 60_000;

/** @param options.atOnce wake-ups. @param options.lockMs how long one that died with its process stays taken */
export function createWorker(
  name: string,
  run: (id: string) => Promise<unknown>,
  options: {
    shared: { connection: ConnectionOptions; prefix: string };
    log: Log;
    lockMs: number;
    atOnce: number;
    perMinute: number | undefined;
  },
): Worker<string> {
  const { shared, log, lockMs, atOnce, perMinute } = options;
  const worker = new Worker<string>(name, (entry) => run(entry.data), {
    ...shared,
    concurrency: atOnce,
    lockDuration: lockMs,
    // Nobody need look soon for a wake-up that died with its process: what is due is found, and the hands take it. But
    // submits have no other way, and each is in the queue once.
    stalledInterval: name === 'submit' ? lockMs / 2 : quietMs,
    // How often an empty queue is asked; what comes is told at once, unless the connection breaks just then and takes the
    // word with it.
    drainDelay: (name === 'submit' ? lockMs : quietMs) / 1000,
    // How often a job may take the program down with it is counted in its record, not here.
    maxStalledCount: 1000,
    ...(perMinute ? { limiter: { max: perMinute, duration: 60_000 } } : {}),
  });
  worker.on('error', (error) => log.warn({ err: error, queue: name }, 'worker'));
  worker.on('failed', (_entry, error) =>
    log.error({ err: error, queue: name }, 'wake-up failed; it comes due again'),
  );
  return worker;
}
