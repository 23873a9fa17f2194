/** A thread that makes frames between others; pool.ts starts it. The frames are shared memory, filled where they are. */
import { parentPort, workerData } from 'node:worker_threads';
import { createBetween } from './moved.ts';

export type Pair = {
  one: SharedArrayBuffer;
  other: SharedArrayBuffer;
  made: { position: number; frame: SharedArrayBuffer }[];
};

// pool.ts gives it this.
const between = createBetween(workerData as Parameters<typeof createBetween>[0]);

parentPort?.on('message', ({ one, other, made }: Pair) => {
  between(
    new Uint8Array(one),
    new Uint8Array(other),
    made.map(({ position, frame }) => ({ position, frame: new Uint8Array(frame) })),
  );
  parentPort?.postMessage('made');
});
